"""Political acts other than encounters and agreements, under their PLOVER names.

Verbs of `acts.tsv` with what they are done to ("imposed sanctions", "called for a truce")
give the type; the parse gives who acts and who is acted upon. Operators above and beside the
verb decide what it amounts to: what a government promises to do kindly is a promise (PLOVER
AGREE), what it says it will do harshly a threat, what it will not do kindly a rejection; what
may or might be is no act. Only states, their officials and organs, organisations of states and
parties to conflicts act; protests and violence may also come from people of a country.

Source of the categories: PLOVER (2022) and the CAMEO codebook (2012) on which it rests.
"""
