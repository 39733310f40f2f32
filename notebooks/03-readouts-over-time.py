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
# # Readouts over time
#
# Calls and meetings by month, the answer to a crisis, and what was planned against what was held.
# With `DIPLOGRAPH_DATA` set to a folder that holds `readouts-2021-2022.jsonl` the notebook reads
# those 648 readouts (a few minutes on two cores); without, the sample reports.

# %%
import os
from collections import Counter
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import diplograph as dg
from graph.network import dyad_series

data = os.environ.get("DIPLOGRAPH_DATA")
source = Path(data) / "readouts-2021-2022.jsonl" if data else dg.sample_reports()
kg = dg.open("memory:")
print(dg.ingest(source, into=kg, jobs=2))
kg

# %% [markdown]
# ## Calls and meetings by month

# %%
encounters = kg.events(types=["Call", "Meeting", "Visit", "Agreement"])
monthly = (
    pd.Series(Counter((e.begin[:7], e.type.value) for e in encounters.events if e.precise))
    .unstack(fill_value=0)
    .sort_index()
)
ax = monthly.plot(figsize=(9, 3.5), marker=".")
ax.set_ylabel("events")
ax.set_title("Events that took place and are known to the day, by month")
plt.tight_layout()

# %% [markdown]
# ## With whom?
#
# The busiest pairs of states, with how they met.

# %%
pairs = Counter()
for event in encounters.events:
    for other in event.parties:
        if other != "USA" and "USA" in event.parties:
            pairs[other, event.type.value] += 1
partners = pd.Series(pairs).unstack(fill_value=0)
partners.loc[partners.sum(axis=1).sort_values(ascending=False).index].head(12)

# %% [markdown]
# ## Response to a crisis
#
# Events of one pair by month. For the readouts of 2021 and 2022 the pair is the United States and
# Ukraine, and the crisis the invasion of February 2022; the samples show the talks of 2025.

# %%
pair = ("USA", "UKR") if data else ("USA", "RUS")
series = pd.DataFrame(dyad_series(encounters, *pair, "month")).T.fillna(0).astype(int)
if series.empty:
    print("no shared event of", *pair)
else:
    ax = series.plot.bar(stacked=True, figsize=(9, 3), width=0.8)
    ax.set_title(f"{pair[0]} and {pair[1]}: events by month")
    plt.tight_layout()

# %% [markdown]
# ## Planned against held
#
# An event that one report announces and another tells as held is one event; its status history
# keeps both. What is still `planned` here is what no report of the collection tells as held.

# %%
everything = kg.events(statuses=None)
status = pd.Series(Counter((e.type.value, e.status.value) for e in everything.events)).unstack(
    fill_value=0
)
status

# %%
kg.query("planned")

# %%
kg.close()
