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
# # Who meets whom?
#
# Visits to and from the United States as networks over time. With the Office of the Historian's
# records at hand (set `DIPLOGRAPH_DATA` to a folder that holds `us-visits/` and `us-travels/`)
# the notebook reads those; without, it runs on the sample reports, where the numbers are small
# but the method is the same.

# %%
import os
from collections import Counter
from pathlib import Path

import matplotlib.pyplot as plt
import networkx as nx
import pandas as pd

import diplograph as dg
from graph import network

data = os.environ.get("DIPLOGRAPH_DATA")
if data:
    inputs = [Path(data) / "us-visits", Path(data) / "us-travels"]
else:
    inputs = [dg.sample_reports()]
kg = dg.open("memory:")
print(dg.ingest(inputs, into=kg))
kg

# %% [markdown]
# ## Encounters of states over time
#
# `kg.events` reads encounters and agreements once; every projection below is a function of that
# table. Only what took place counts: planned, possible and cancelled events are left out by default.

# %%
table = kg.events(types=["Meeting", "Call", "Visit", "Ceremony", "Agreement"])
label = {iri: row.label for iri, row in table.actors.items()}
by_year = Counter((e.begin[:4], e.type.value) for e in table.events if e.begin)
frame = (
    pd.Series(by_year).unstack(fill_value=0).sort_index().rename_axis(index="year", columns="type")
)
ax = frame.plot.bar(stacked=True, figsize=(9, 3.5), width=0.9)
ax.set_ylabel("events")
ax.set_title("Events that took place, by year of their begin")
step = 1 + len(frame) // 20
ax.set_xticks(range(0, len(frame), step), frame.index[::step])
plt.tight_layout()

# %% [markdown]
# ## Who is central?
#
# Nodes are states, an edge's weight is the number of shared events. *Strength* sums the weights;
# *betweenness* tells who lies on the shortest ways between others. Records of one state's visits
# make that state the centre by construction, so the interesting ranks are those below it.

# %%
states = network.co_participation(table, "states")
central = pd.DataFrame.from_dict(network.centralities(states), orient="index")
central.index = central.index.map(label)
central.sort_values(["strength", "degree"], ascending=False).head(12).round(3)

# %% [markdown]
# ## Visits there and back
#
# In the directed network an edge runs from the visitor's state to the host's.

# %%
visits = network.visits(table)
balance = pd.DataFrame(
    [
        (label.get(a, a), label.get(b, b), there, back)
        for (a, b), (there, back) in network.visit_balance(visits).items()
    ],
    columns=["a", "b", "a → b", "b → a"],
)
print(
    f"{nx.reciprocity(visits):.0%} of the directed ties are answered" if visits.size() else "none"
)
balance.assign(total=balance["a → b"] + balance["b → a"]).nlargest(12, "total")

# %% [markdown]
# ## The network as it grows
#
# Cumulative snapshots, one a year: how many states are tied in, and how many ties there are.

# %%
growth = pd.DataFrame(
    {
        year: {"states": graph.number_of_nodes(), "ties": graph.number_of_edges()}
        for year, graph in network.snapshots(table, "states", "year", cumulative=True).items()
    }
).T
ax = growth.plot(figsize=(9, 3), marker=".")
ax.set_xlabel("up to and including")
ax.set_title("States with at least one shared event, and pairs of them")
plt.tight_layout()

# %% [markdown]
# ## First encounters
#
# For each pair of states the earliest event in the store. "First" means first on record here.

# %%
first = network.first_encounters(table, "states")
recent = sorted(first.items(), key=lambda item: item[1].begin, reverse=True)[:10]
pd.DataFrame(
    [(e.begin, label.get(a, a), label.get(b, b), e.label) for (a, b), e in recent],
    columns=["day", "state", "state ", "event"],
)

# %% [markdown]
# ## A drawing
#
# Records of one state's visits draw a star around it. Without its centre the ties show that the
# others have among themselves: who sat together at the same table. Placed by networkx's spring layout
# with a fixed seed; `kg.explore()` gives the interactive picture instead.

# %%
centre = max(states, key=lambda node: (states.degree(node), node))
others = states.subgraph(node for node in states if node != centre)
heavy = sorted(others.edges(data="weight"), key=lambda edge: (-edge[2], edge[:2]))[:40]
core = nx.Graph()
core.add_weighted_edges_from(heavy)
place = nx.spring_layout(core, weight="weight", seed=3, k=1.2)
fig, ax = plt.subplots(figsize=(8, 6))
widths = [0.4 + 3 * data["weight"] / heavy[0][2] for _, _, data in core.edges(data=True)]
nx.draw_networkx_edges(core, place, width=widths, edge_color="#9aa5b1", ax=ax)
nx.draw_networkx_nodes(core, place, node_size=120, node_color="#2f6f9f", ax=ax)
nx.draw_networkx_labels(core, place, {n: label.get(n, n) for n in core}, font_size=8, ax=ax)
ax.set_title(f"The strongest ties between states, {label.get(centre, centre)} left out")
ax.set_axis_off()
kg.close()
