"""Makers of generated files; none is needed to use the package."""
