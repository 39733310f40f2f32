"""From a report's text to accounts of what happened: one module for each stage.

The order is that of `ingest.language.pipeline`: clean, mentions, entities, triggers (with
arguments), status, dates, places, merge, filter, confidence, assembly.
"""
