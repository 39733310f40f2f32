"""Accounts of many reports into events, as a pure function of the set of accounts.

`features` says what is compared, `score` how well two accounts fit and what forbids them to be
one, `blocking` which are compared at all, `cluster` what belongs together, `values` what an
event takes over from its accounts, `actors` which names are one person's. No RDF here.
"""
