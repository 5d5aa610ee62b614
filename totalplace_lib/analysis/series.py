"""A run of years of one place: cash and real terms, in all and per head, with breaks marked and gaps shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from totalplace_lib.analysis.prices import Deflator, in_prices
from totalplace_lib.count.money import to_pence, to_pounds
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Marker, Year

TOTAL = "All public spending"
SERIES = [
    "year", "group", "amount_gbp", "real_gbp", "population", "per_head_gbp", "real_per_head_gbp", "marker", "note",
]  # fmt: skip


def years_between(first: str, last: str) -> list[str]:
    """Every financial year from first to last; UsageError when first is after last."""
    begin, end = Year.parse(first), Year.parse(last)
    if begin > end:
        raise UsageError(f"The series would begin in {begin}, after it ends in {end}.")
    return [str(Year(start)) for start in range(begin.start, end.start + 1)]


def by_group(lines: Mapping[str, pd.DataFrame], column: str) -> pd.DataFrame:
    """year, group, amount_gbp, is_break of counts by year: the total and each value of a column of their lines.

    is_break: some figure of the group has the marker b in that year.
    """
    frames = []
    for year, counted in lines.items():
        work = counted.assign(
            pence=to_pence(counted["amount_gbp"]), is_break=counted["marker"] == str(Marker.BREAK)
        )
        both = pd.concat([work.assign(group=TOTAL), work.assign(group=work[column])], ignore_index=True)
        sums = both.groupby("group", observed=True).agg(pence=("pence", "sum"), is_break=("is_break", "any"))
        frames.append(sums.reset_index().assign(year=year))
    joined = pd.concat(frames, ignore_index=True)
    return joined.assign(amount_gbp=to_pounds(joined["pence"].to_numpy()))[
        ["year", "group", "amount_gbp", "is_break"]
    ]


def series(
    groups: pd.DataFrame,
    people: Mapping[str, float],
    years: Iterable[str],
    deflator: Deflator,
    base: str,
    notes: Mapping[str, str],
    break_notes: Mapping[str, str],
) -> pd.DataFrame:
    """SERIES columns: one row for each year and group, the total first, groups by their largest year.

    groups  see by_group;  people: residents by year;  base: the year whose prices real_gbp is in
    notes   by year, why all of it is not comparable with the year before
    break_notes  by year, why the figures with the marker b are not comparable with the year before
    [b] stands at the first year after a break. A year that is not counted is [x], a group that does not exist
    in a counted year [z]; neither is ever zero.
    """
    counted = set(groups["year"])
    size = groups.groupby("group")["amount_gbp"].max().sort_values(ascending=False, kind="stable")
    order = [TOTAL, *[str(name) for name in size.index if name != TOTAL]]
    frame = pd.MultiIndex.from_product([order, list(years)], names=["group", "year"]).to_frame(index=False)
    frame = frame.merge(groups, on=["group", "year"], how="left")
    frame["population"] = frame["year"].map(dict(people)).astype(float)
    broken = frame["is_break"].astype("boolean")
    before = broken.groupby(frame["group"]).ffill().groupby(frame["group"]).shift(1)
    touched = broken.fillna(False) | before.fillna(False)
    frame["note"] = [
        _note(str(year), year in counted, is_touched, notes, break_notes)
        for year, is_touched in zip(frame["year"], touched, strict=True)
    ]
    frame["marker"] = [
        _marker(year in counted, is_known, bool(note))
        for year, is_known, note in zip(
            frame["year"], frame["amount_gbp"].notna(), frame["note"], strict=True
        )
    ]
    frame = in_prices(frame.assign(real_gbp=frame["amount_gbp"]), ["real_gbp"], deflator, base)
    frame["per_head_gbp"] = (frame["amount_gbp"] / frame["population"]).round(2)
    frame["real_per_head_gbp"] = (frame["real_gbp"] / frame["population"]).round(2)
    return frame[SERIES]


def _note(
    year: str, is_counted: bool, is_touched: bool, notes: Mapping[str, str], break_notes: Mapping[str, str]
) -> str:
    if not is_counted:
        return "Not counted"
    said = [notes.get(year, ""), break_notes.get(year, "") if is_touched else ""]
    return "; ".join(part for part in said if part)


def _marker(is_counted: bool, is_known: bool, is_break: bool) -> str:
    if not is_counted:
        return str(Marker.MISSING)
    if not is_known:
        return str(Marker.NOT_APPLICABLE)
    return str(Marker.BREAK) if is_break else str(Marker.NONE)


def change(series: pd.DataFrame, group: str, column: str) -> tuple[str, str, float]:
    """First and last known year of a group and the change between them as a share; UsageError with one year only."""
    known = series[(series["group"] == group) & series[column].notna()]
    if len(known) < 2:
        raise UsageError(f"{group}: a change needs two counted years; {len(known)} found.")
    first, last = known.iloc[0], known.iloc[-1]
    return str(first["year"]), str(last["year"]), float(last[column] / first[column] - 1)
