"""Which rules of an ordered table can never win, and which rule beats them: by their patterns, and by all lines held.

By patterns: a row is covered when rows above it fit every text that it fits; no line of any year to come reaches it.
By data:     a row never wins when every line held that fits it fits a row above it first, or when no line fits it.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from totalplace_lib.count.rules import first_fit
from totalplace_lib.schema.patterns import fits, pieces

COVERED, BEATEN, NOTHING, WINS = "covered", "beaten", "nothing", "wins"
STANDING = ["position", "state", "beaten_by", "fits", "wins"]
_ANY = "*"
_OTHER = "\x1e"  # a letter that no pattern holds: what a star of one pattern can be that no word of another one fits


def covers(wide: str, narrow: str) -> bool:
    """Whether every text that fits the pattern `narrow` also fits `wide`.

    With its stars read as a letter that `wide` does not hold, `narrow` is one of its own texts, and only stars of
    `wide` can take that letter in; so `wide` fits this text if and only if it fits all of them.
    """
    wanted = pieces(wide)
    return wanted is None or fits(_pattern(narrow).replace(_ANY, _OTHER), wanted)


def _pattern(cell: Any) -> str:
    """A cell of a rule as a pattern: an empty one fits anything."""
    text = "" if pd.isna(cell) else str(cell).strip().lower()
    return text or _ANY


def _patterns(rules: pd.DataFrame, on: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(_pattern(cell) for cell in row) for row in rules[list(on)].itertuples(index=False)]


def _choices(on: Sequence[str], words: Mapping[str, Sequence[str]] | None) -> list[list[str]]:
    return [list((words or {}).get(column, ())) for column in on]


def _covering(
    row: tuple[str, ...], above: Sequence[tuple[str, ...]], choices: Sequence[Sequence[str]]
) -> tuple[int, ...]:
    """The rows above that cover a row: one alone where one does, else one for each of its cases, or none at all."""
    alone = _first_cover(row, above)
    if alone is not None:
        return (alone,)
    kinds = [
        [word for word in map(str.lower, choice) if covers(cell, word)] or [cell]
        for cell, choice in zip(row, choices, strict=True)
    ]
    found = [_first_cover(case, above) for case in itertools.product(*kinds)]
    return () if None in found else tuple(sorted({one for one in found if one is not None}))


def _first_cover(row: tuple[str, ...], above: Sequence[tuple[str, ...]]) -> int | None:
    for position, other in enumerate(above):
        if all(covers(wide, narrow) for wide, narrow in zip(other, row, strict=True)):
            return position
    return None


def standing(
    lines: pd.DataFrame,
    rules: pd.DataFrame,
    on: Sequence[str],
    words: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """How each rule stands in its order: STANDING, one row a rule.

    lines      the `on` columns of all lines that the table ever decides for
    state      wins | covered (by its pattern) | beaten (in the data) | nothing (no line fits it)
    beaten_by  positions of the rules above that take what it fits, most lines first; fits, wins: kinds of lines
    """
    kinds = lines[list(on)].drop_duplicates().reset_index(drop=True)
    winner = first_fit(kinds, rules, on)
    wins = winner.value_counts()
    patterns, choices = _patterns(rules, on), _choices(on, words)
    rows: list[tuple[Any, ...]] = []
    for position in range(len(rules)):
        won = int(wins.get(position, 0))
        if won:
            rows.append((position, WINS, (), won, won))
            continue
        fits = first_fit(kinds, rules.iloc[[position]], on) == 0
        takers = tuple(winner[fits].value_counts().index)
        covered = _covering(
            patterns[position], patterns[:position], choices
        )  # a rule that wins is not covered
        state = COVERED if covered else BEATEN if takers else NOTHING
        rows.append((position, state, covered or takers, int(fits.sum()), 0))
    return pd.DataFrame(rows, columns=STANDING)


def is_catch_all(rules: pd.DataFrame, on: Sequence[str]) -> list[bool]:
    """Whether each rule takes what rules above it left: it covers one of them, with a bare * where that says more."""
    patterns = _patterns(rules, on)
    return [
        any(_is_rest_of(row, other) for other in patterns[:position]) for position, row in enumerate(patterns)
    ]


def _is_rest_of(row: tuple[str, ...], other: tuple[str, ...]) -> bool:
    says_less = any(wide == _ANY != narrow for wide, narrow in zip(row, other, strict=True))
    return says_less and all(covers(wide, narrow) for wide, narrow in zip(row, other, strict=True))


def left_to_catch_all(lines: pd.DataFrame, rules: pd.DataFrame, on: Sequence[str]) -> pd.DataFrame:
    """Money that only a catch-all rule holds: year, position, amount_gbp, share of the year; largest first.

    lines  year, amount_gbp and the `on` columns
    """
    winner = first_fit(lines, rules, on)
    total = lines.groupby("year")["amount_gbp"].sum()
    rest = [position for position, is_rest in enumerate(is_catch_all(rules, on)) if is_rest]
    taken = lines.assign(position=winner)[winner.isin(rest)]
    sums = taken.groupby(["year", "position"])["amount_gbp"].sum().round(2).reset_index()
    table = sums.assign(share=sums["amount_gbp"] / sums["year"].map(total).astype("float64"))
    return table.sort_values(["year", "amount_gbp"], ascending=[True, False], ignore_index=True)
