"""Steps between years that cannot be: a thousandfold, another sign, half of all places moving at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.sources.whole import Whole

SMALL = 0.001
"""Totals below this share of the largest total of their time are too small to judge a step by."""

CROWD = 20
"""Fewest members that are a crowd."""

UNUSUAL = 2.0
"""How many times what is usual for a kind a step of the crowd must be, to be wild."""

MUCH = 0.1
"""Part of what the middle member has, from which on a member's figures are much, and do not become nought."""

SHOWN = 5


def wild_steps(card: str, whole: Whole, rows: pd.DataFrame, table: pd.DataFrame) -> Iterator[SourceError]:
    """A fault where somebody or a kind steps and nobody looked at it, the first few; table: rows of all cards."""
    rows = _with_neighbours(whole, rows, table)
    said = [
        *([_totals(whole, rows, [whole.of])] if whole.of else []),
        _totals(whole, rows, list(whole.kinds)),
        *([_crowds(whole, rows), _noughts(whole, rows)] if whole.of else []),
    ]
    words = [word for part in said for word in part]
    if words:
        more = f" and {len(words) - SHOWN} more" if len(words) > SHOWN else ""
        yield SourceError(
            f"{card}, table {whole.table}, {whole.value}: steps that cannot be: {'; '.join(words[:SHOWN])}{more}. Is a "
            f"column or a row shifted, or in other units? If they are right, say who looked, when and why under looked "
            f"in config/sources/{card}.toml."
        )


def _totals(whole: Whole, rows: pd.DataFrame, by: Sequence[str]) -> list[str]:
    """Totals of each member or kind that grow or shrink by more than the step, or change sign."""
    wide = _wide(whole, rows, [*by, *(kind for kind in whole.kinds if kind not in by)])
    found = []
    for earlier, later in _pairs(wide):
        both = wide[[earlier, later]].dropna()  # what is printed in one of the years only is no step
        totals = both.groupby(level=list(by)).sum() if by else both.sum().to_frame("all").T
        floor = totals.abs().max() * SMALL
        before, after = totals[earlier], totals[later]
        enough = (before.abs() >= floor[earlier]) & (after.abs() >= floor[later])
        ratio = (after / before).where(enough)
        wild = ratio[(ratio < 0) | (ratio > whole.step) | (ratio.abs() < 1 / whole.step)]
        gone = before[(after == 0) & (before.abs() >= floor[earlier] / SMALL * 0.01)]
        for what, size in [*wild.items(), *((name, 0.0) for name in gone.index)]:
            name = _name(what)
            if not _looked(whole, name, str(later)):
                shown = "another sign" if size < 0 else f"x {size:,.4g}" if size else "nothing left"
                found.append(
                    f"{name} {earlier} to {later}: {before[what]:,.0f} to {after[what]:,.0f} ({shown})"
                )
    return found


def _noughts(whole: Whole, rows: pd.DataFrame) -> list[str]:
    """Members whose figures (all, or those of a service) are nought in a year beside years of much.

    So is a part of a service that is nought while the service as a whole falls by that much: no other part holds it.
    """
    found = []
    names = [_name(kind) for kind in rows[list(whole.kinds)].itertuples(index=False, name=None)]
    sizes = rows.assign(**{whole.value: rows[whole.value].abs()})
    for pattern in ("*", *whole.noughts):
        chosen = sizes[[fnmatchcase(name, pattern) for name in names]]
        wide = _wide(whole, chosen, [whole.of])
        much = wide[wide > 0].median().median() * MUCH
        found += [(str(who), pattern, now, held) for who, now, held in _between(wide, much)]
        if pattern != "*":
            parts = _wide(whole, chosen, [whole.of, *whole.kinds])
            found += [
                (str(who[0]), _name(who[1:]), now, held)
                for who, now, held in _between(parts, much)
                if wide.loc[who[0], now] and _falls(wide.loc[who[0]], now, held)
            ]
    return [
        f"{who} {now}, {what}: nought beside {', '.join(f'{held[one]:,.0f} in {one}' for one in held)}"
        for who, what, now, held in found
        if not _looked(whole, f"{who} {what}", str(now))
    ]


def _falls(total: pd.Series, now: Any, part: dict[Any, float]) -> bool:
    """Whether a total is below those of the times beside by more than half of a part that is nought now."""
    usual = float(np.mean(list(part.values())))
    return float(total[list(part)].mean()) - float(total[now]) > usual / 2


def _between(wide: pd.DataFrame, much: float) -> Iterator[tuple[Any, Any, dict[Any, float]]]:
    """Index, time and figures beside it, where a figure is nought and those beside it that are held are much."""
    pairs = list(_pairs(wide))
    for now in wide.columns:
        beside = [one for one, other in pairs if other == now] + [other for one, other in pairs if one == now]
        held = wide[beside]
        is_much = ((held > much) | held.isna()).all(axis=1) & held.notna().any(axis=1)
        for who in wide.index[(wide[now] == 0) & is_much]:
            yield who, now, {one: float(wide.loc[who, one]) for one in beside if wide.loc[who, one] > 0}


def _crowds(whole: Whole, rows: pd.DataFrame) -> list[str]:
    """Kinds in which half of the members move by more than the crowd may: figures stand against other names.

    Some kinds always jump (repayments, sales of land): a step is wild only if it is also well above what is usual.
    """
    spreads = spread_of_steps(whole, rows)
    found = []
    for kind, steps in spreads.items():
        for at, (earlier, later, spread) in enumerate(steps):
            others = [one for number, (_, _, one) in enumerate(steps) if number != at]
            usual = float(np.median(others)) if others else 0.0
            if spread > max(whole.crowd, UNUSUAL * usual) and not _looked(whole, kind, later):
                found.append(
                    f"{kind} {earlier} to {later}: half move apart by x {np.exp(spread):.2f} or more"
                )
    return found


def spread_of_steps(whole: Whole, rows: pd.DataFrame) -> dict[str, list[tuple[str, str, float]]]:
    """For each kind: earlier and later year, and by how much half of a crowd of members move apart (logarithm)."""
    wide = _wide(whole, rows, [*whole.kinds, whole.of])
    spreads: dict[str, list[tuple[str, str, float]]] = {}
    for earlier, later in _pairs(wide):
        both = wide[(wide[earlier] > 0) & (wide[later] > 0)]
        moved = pd.Series(np.log(both[later] / both[earlier]))
        levels = list(range(len(whole.kinds)))
        for kind, part in moved.groupby(level=levels) if levels else [("all", moved)]:
            if len(part) >= CROWD:
                spread = float((part - part.median()).abs().median())
                spreads.setdefault(_name(kind), []).append((str(earlier), str(later), spread))
    return spreads


def _with_neighbours(whole: Whole, rows: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """The rows of a card, and of the time before them those of the newest other card that has it."""
    earlier = table[table[whole.time] < rows[whole.time].min()]
    if "source_id" not in table or earlier.empty:
        return rows
    last = earlier[earlier[whole.time] == earlier[whole.time].max()]
    both: pd.DataFrame = pd.concat([last[last["source_id"] == last["source_id"].max()], rows])
    return both


def _pairs(wide: pd.DataFrame) -> Iterator[tuple[Any, Any]]:
    """Each time with the one before it that is written the same way (2016-17 after 2015-16, not after 2016)."""
    last: dict[int, Any] = {}
    for later in wide.columns:
        if (length := len(str(later))) in last:
            yield last[length], later
        last[length] = later


def _wide(whole: Whole, rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Totals by (rows) and time (columns); missing where there are only gaps."""
    by = list(by)
    sums = rows.groupby([*by, whole.time])[whole.value].sum(min_count=1)
    return sums.unstack(whole.time) if by else sums.to_frame("all").T


def _name(what: object) -> str:
    return " ".join(map(str, what)) if isinstance(what, tuple) else str(what)


def _looked(whole: Whole, what: str, year: str) -> bool:
    return any(looked.covers(what, year) for looked in whole.looked)
