# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # From a report to a graph
#
# One report of the Kremlin talks of May 2025 goes through every step that `diplograph ingest`
# takes: the text is parsed, accounts are drawn from it, they become RDF, and SPARQL and a
# picture come out. The reports are those that come with the package; nothing is downloaded.

# %%
import tempfile
from pathlib import Path

import diplograph as dg
from graph.rdf import extraction_triples
from ingest.language.pipeline import load_pipeline

samples = dg.sample_reports()
path = samples / "2025-05-08-kremlin-talks.md"
print(path.read_text(encoding="utf-8"))

# %% [markdown]
# ## 1. What spaCy sees
#
# The language pipeline is an ordinary spaCy pipeline with our components behind the
# statistical ones. `diplomatic_events` is the last of them; each one can be added to anybody's
# pipeline by its name.

# %%
nlp = load_pipeline()
nlp.pipe_names

# %% [markdown]
# Used on its own, the last component leaves its accounts on the document:

# %%
doc = nlp("Putin received Xi at the Kremlin on 8 May 2025.")
for account in doc._.accounts:
    names = " and ".join(part.actor.name for part in account.participations)
    print(account.type, "|", names, "|", account.time.edtf if account.time else "no date")

# %% [markdown]
# ## 2. What the report says: accounts
#
# An *account* is what one report says of one happening: its type, who took part in which role,
# when, where, how certain (planned is not occurred), and the exact words that say so.

# %%
extraction = next(dg.extract(path))
report = extraction.report
for account in extraction.accounts:
    parts = ", ".join(f"{p.actor.name} ({p.role})" for p in account.participations)
    when = account.time.edtf if account.time else "undated"
    where = account.place.name if account.place else "no place"
    print(f"{account.type:<12}{account.status:<11}{when:<24}{where:<24}{parts}")

# %% [markdown]
# Every account carries its evidence, down to the character:

# %%
first = extraction.accounts[0]
span = first.evidence[0]
assert report.text[span.start : span.end] == span.text
span.text

# %% [markdown]
# ## 3. The same as RDF
#
# What a report says becomes its own named graph, so that forgetting a report is dropping a graph.

# %%
triples = extraction_triples(extraction)
print(len(triples), "triples; those of the first account:")
for triple in triples:
    if triple.subject.value == first.iri:
        print("  ", triple.predicate.value.rsplit("#")[-1].rsplit("/")[-1], "→", triple.object)

# %% [markdown]
# ## 4. One event, several accounts
#
# Now all sample reports go into a store. Two of them tell of the Kremlin talks; merging makes
# one event of their accounts.

# %%
kg = dg.open("memory:")  # a folder instead keeps the graph
print(dg.ingest(samples, into=kg))
kg

# %%
kg.query("meetings", actor="Xi Jinping", since="2025-05-01", until="2025-05-31")

# %% [markdown]
# ## 5. Any question in SPARQL
#
# Plain patterns ask the merged events; `GRAPH ?g { … }` reaches what single reports say.

# %%
kg.sparql("""
SELECT ?event ?reports WHERE {
  ?e a sem:Event ; rdfs:label ?event ; dg:reportCount ?reports .
  FILTER(?reports > 1)
} ORDER BY DESC(?reports) ?event
""")

# %% [markdown]
# ## 6. The picture
#
# `explore` gives one HTML page that needs no network. In a live notebook it would show itself
# as the last value of a cell; here it is written to a file, so that the notebook stays small.

# %%
page = kg.explore(title="The sample reports")
print(page, "→", page.save(Path(tempfile.mkdtemp()) / "graph.html").name)
kg.close()
