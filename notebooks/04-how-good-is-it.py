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
# # How good is it?
#
# The extraction against annotated documents: scores, where it errs, and whether its confidence
# means something. Here the annotated documents are the sample reports, few and short: read the
# numbers as a demonstration of the method. `docs/extraction.md` has those on real newswire and
# readouts. To use your own, point `DIPLOGRAPH_GOLD` at a file like `samples-gold.yaml` and
# `DIPLOGRAPH_REPORTS` at the reports it annotates.

# %%
import os
from collections import Counter
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import diplograph as dg
from diplograph.demo import sample_annotations
from ingest.evaluation import evaluate, read_gold, scores

gold = read_gold(Path(os.environ.get("DIPLOGRAPH_GOLD") or sample_annotations()))
reports = Path(os.environ.get("DIPLOGRAPH_REPORTS") or dg.sample_reports())
extractions = list(dg.extract(reports))
matches = evaluate(gold, extractions)
print(len(gold), "documents,", sum(map(len, gold.values())), "annotated events")

# %% [markdown]
# ## Scores
#
# An account matches an annotated event of its type when at least half of the participants agree.
# Date, place and status are judged on the matched.

# %%
by_type = {
    "all": scores(matches),
    **{
        kind: scores(m for m in matches if (m.gold.type if m.gold else m.account.type) == kind)
        for kind in ("Meeting", "Call", "Visit", "Ceremony", "Agreement")
    },
}
pd.DataFrame(
    {
        kind: {name: getattr(s, name) for name in type(s).__dataclass_fields__}
        for kind, s in by_type.items()
    }
).T.round(2)

# %% [markdown]
# ## What was missed, and what was too much
#
# Optional events (a proposal under discussion, a summit as a mere backdrop) count neither way.

# %%
rows = []
for match in matches:
    if match.counts and match.account is None:
        who = ", ".join(name for name, _ in match.gold.who)
        rows.append(("missed", match.doc, match.gold.type.value, who, match.gold.date or ""))
    elif match.counts and match.gold is None:
        who = ", ".join(part.actor.name for part in match.account.participations)
        when = match.account.time.start if match.account.time else ""
        rows.append(("extra", match.doc, match.account.type.value, who, when))
pd.DataFrame(rows, columns=["error", "document", "type", "who", "date"])

# %% [markdown]
# ## Which field goes wrong?

# %%
wrong = Counter()
for match in matches:
    if match.counts and match.gold and match.account:
        for name in ("date", "place", "status"):
            wrong[
                name, {True: "right", False: "wrong", None: "not annotated"}[getattr(match, name)]
            ] += 1
pd.Series(wrong).unstack(fill_value=0)

# %% [markdown]
# ## Does the confidence mean something?
#
# Each account says how sure it is. Calibrated means: of those that say 0.9, nine in ten are right.
# A point on the diagonal keeps its word; the bars say how many accounts stand behind it.

# %%
judged = pd.DataFrame(
    [(m.account.confidence, m.gold is not None) for m in matches if m.account and m.counts],
    columns=["confidence", "right"],
)
judged["bin"] = pd.cut(judged["confidence"], [0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
table = judged.groupby("bin", observed=True).agg(
    said=("confidence", "mean"), right=("right", "mean"), accounts=("right", "size")
)
fig, ax = plt.subplots(figsize=(5, 4))
ax.plot([0, 1], [0, 1], color="#9aa5b1", linewidth=1, linestyle="--")
ax.scatter(table["said"], table["right"], s=12 * table["accounts"], color="#2f6f9f", alpha=0.8)
ax.set(xlim=(0.3, 1.02), ylim=(0, 1.05), xlabel="confidence said", ylabel="share that is right")
ax.set_title("Calibration on the annotated documents")
plt.tight_layout()
table.round(2)
