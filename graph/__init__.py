"""Keeps: the model of reports, accounts and events, their RDF, stores, merging, networks, pictures.

This package knows neither spaCy nor the packages above it (``ingest``, ``queries``,
``diplograph``); a test guards that border.
"""
