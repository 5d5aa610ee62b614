"""Names of bodies and services: what is the same, what was decided (config/returns), and what is near, as a suggestion.

Nothing near is taken for the same: a person writes the decision into config/returns/bodies.csv or services.csv.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from totalplace_lib.payments.public_bodies import named
from totalplace_lib.payments.word_lists import plain
from totalplace_lib.project import read_config, remembered

BODIES, SERVICES = "returns/bodies.csv", "returns/services.csv"
_NEAR = 60
_MOST = 3


def same(said: str, names: Sequence[str]) -> str:
    """The name that differs in case, spaces or punctuation at most; "" where none does."""
    return _by_words(tuple(names)).get(plain(said), "") if plain(said) else ""


@functools.lru_cache(maxsize=256)
def _by_words(names: tuple[str, ...]) -> dict[str, str]:
    """The names by their words; the first of those that have the same."""
    return {plain(name): name for name in reversed(names)}


@remembered
def decided_bodies() -> dict[str, str]:
    """Whom a name stands for, as a person decided it."""
    return {plain(row.said): str(row.body) for row in read_config(BODIES).itertuples()}


@remembered
def decided_services(body: str) -> dict[str, str]:
    """Which line a service of a body is, as a person decided it."""
    rows = read_config(SERVICES)
    mine = rows[rows["body"].isin([body, "*"])]
    return {plain(row.said): str(row.service) for row in mine.itertuples()}


def body(said: str, names: Sequence[str]) -> str:
    """The body of a place that a name stands for: by itself, by a decision, by the register; "" if by none."""
    found = same(said, names) or same(decided_bodies().get(plain(said), ""), names)
    return found or next((name for each in _registered(said) if (name := same(each, names))), "")


def _registered(said: str) -> list[str]:
    """What the register calls it, and what the count makes of that for a council (count.lines.spender_name)."""
    known = named(said)
    if known is None:
        return []
    return [
        known.name,
        *([f"{known.name} council", f"{known.name} County Council"] if known.kind == "council" else []),
    ]


def service(said: str, of: str, names: Sequence[str]) -> str:
    """The service of a body that words stand for, by themselves or as decided; "" where nobody has decided."""
    return same(said, names) or same(decided_services(of).get(plain(said), ""), names)


def public_body(said: str, names: Sequence[str]) -> str:
    """A body of the place, or any other that the register of public bodies knows; "" where it is neither."""
    known = named(said)
    return body(said, names) or (known.name if known else "")


def near(said: str, names: Sequence[str]) -> list[str]:
    """Names that are near, nearest first; also those near to what the register of bodies calls it."""
    asked = [said, *_registered(said)[:1]]
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
