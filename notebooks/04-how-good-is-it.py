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
# means something. With `DIPLOGRAPH_EVAL` set to a folder of annotated sets (`SET/reports.jsonl`
# beside `SET/gold/*.json`) the notebook scores those; without, it scores the small annotated set
# that comes with the tests' sample reports. Small sets make coarse numbers: read them as such.

# %%
import json
import os
import tempfile
from collections import Counter
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import diplograph as dg
from graph.record import to_record
