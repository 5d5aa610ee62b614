"""Which body a name stands for: the names of config/bodies.csv under one identity, so that a renaming is no change."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count.rules import first_fit

STAR = "*"


def identity(names: pd.Series, register: pd.DataFrame) -> pd.Series:
    """The body of each name; a name that no row fits stands for itself.

    register  config/bodies.csv: name (a pattern), body (in which a * is what the pattern's star stood for)
    """
    distinct = pd.DataFrame({"name": names.astype("string").fillna("").unique()}).astype("str")
    position = first_fit(distinct, register, ["name"])
    patterns, bodies = register["name"].tolist(), register["body"].tolist()
    found = {
        name: _named(name, str(patterns[row]), str(bodies[row])) if row >= 0 else name
        for name, row in zip(distinct["name"], position, strict=True)
    }
    return names.astype("string").fillna("").map(found).astype("str")


def _named(name: str, pattern: str, body: str) -> str:
    """The body with its star filled from the name: "Kent Police Authority", "* Police Authority" -> "Kent"."""
    if STAR not in body:
        return body
    before, after = pattern.split(STAR, 1)
    return body.replace(STAR, name[len(before) : len(name) - len(after)])
