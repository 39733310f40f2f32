"""Asks: the catalogue of named questions, their results, the SPARQL endpoint."""
