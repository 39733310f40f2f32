"""Reading of time expressions: surface grammar, calendar, resolution, attachment.

`ingest.language.dates` is the door for other stages; the modules here are its rooms:
`lexicon` (the word tables), `forms` (what an expression says, unresolved), `grammar` (text to
forms) with `rules`, `match`, `days` and `periods`, `calendar` (arithmetic and value strings), `resolution` (forms to values), `tense`
(which way a bare weekday looks) and `attachment` (which expression dates which trigger).
"""
