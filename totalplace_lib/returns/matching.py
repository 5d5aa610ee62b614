"""Names of bodies and services: what is the same, what was decided (config/returns), and what is near, as a suggestion.

Nothing near is taken for the same: a person writes the decision into config/returns/bodies.csv or services.csv.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from totalplace_lib.payments.bodies import named
from totalplace_lib.payments.words import plain
from totalplace_lib.project import read_config

BODIES, SERVICES = "returns/bodies.csv", "returns/services.csv"
_NEAR = 60
_MOST = 3


def same(said: str, names: Iterable[str]) -> str:
    """The name that differs in case, spaces or punctuation at most; "" where none does."""
    wanted = plain(said)
    return next((name for name in names if plain(name) == wanted), "") if wanted else ""


def body(said: str, names: Sequence[str]) -> str:
    """The body of a place that a name stands for, by itself or as decided; "" where nobody has decided."""
    decided = {plain(row.said): str(row.body) for row in read_config(BODIES).itertuples()}
    return same(said, names) or same(decided.get(plain(said), ""), names)


def service(said: str, of: str, names: Sequence[str]) -> str:
    """The service of a body that words stand for, by themselves or as decided; "" where nobody has decided."""
    rows = read_config(SERVICES).itertuples()
    decided = {plain(row.said): str(row.service) for row in rows if row.body in (of, "*")}
    return same(said, names) or same(decided.get(plain(said), ""), names)


def public_body(said: str, names: Sequence[str]) -> str:
    """A body of the place, or any other that the register of public bodies knows; "" where it is neither."""
    found = body(said, names)
    if found:
        return found
    known = named(said)
    return (body(known.name, names) or known.name) if known else ""


def near(said: str, names: Sequence[str]) -> list[str]:
    """Names that are near, nearest first; also those near to what the register of bodies calls it."""
    known = named(said)
    asked = [said, *([known.name] if known else [])]
    found = [
        (-score, name)
        for each in asked
        for _, score, name in process.extract(
            plain(each),
            {one: plain(one) for one in names},
            scorer=fuzz.WRatio,
            limit=_MOST,
            score_cutoff=_NEAR,
        )
    ]
    return list(dict.fromkeys(name for _, name in sorted(found)))[:_MOST]
