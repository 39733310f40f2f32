"""Reads: sources of reports, the language stages, the knowledge they use, the batch."""
