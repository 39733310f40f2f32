"""Sources of reports: one module a kind of input."""
