"""A run of years of one place: cash and real terms, in all and per head, with breaks marked and gaps shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from totalplace_lib.analysis.prices import Deflator, in_prices
from totalplace_lib.count.money import to_pence, to_pounds
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Marker, Year

TOTAL = "All public spending"
WITHOUT = "All public spending without exceptional lines"
TOTALS = (TOTAL, WITHOUT)
EVERY = "*"
SERIES = [
    "year", "group", "amount_gbp", "real_gbp", "population", "per_head_gbp", "real_per_head_gbp", "exceptional_gbp",
    "marker", "note",
]  # fmt: skip


def years_between(first: str, last: str) -> list[str]:
    """Every financial year from first to last; UsageError when first is after last."""
    begin, end = Year.parse(first), Year.parse(last)
    if begin > end:
        raise UsageError(f"The series would begin in {begin}, after it ends in {end}.")
    return [str(Year(start)) for start in range(begin.start, end.start + 1)]


def by_group(lines: Mapping[str, pd.DataFrame], column: str) -> pd.DataFrame:
    """year, group, amount_gbp, exceptional_gbp of counts by year: the totals and each value of a column of their lines.

    exceptional_gbp  the part of it that was paid for a few years only (lines marked exceptional)
    Where no year has any, there is one total; else a second one, the same in every year, without it.
    """
    frames = [_sums(counted, column).assign(year=year) for year, counted in lines.items()]
    joined = pd.concat(frames, ignore_index=True)
    if not joined["apart"].any():
        joined = joined[joined["group"] != WITHOUT].reset_index(drop=True)
    return joined.assign(
        amount_gbp=to_pounds(joined["pence"].to_numpy()),
        exceptional_gbp=to_pounds(joined["apart"].to_numpy()),
    )[["year", "group", "amount_gbp", "exceptional_gbp"]]


def _sums(counted: pd.DataFrame, column: str) -> pd.DataFrame:
    """group, pence, apart (the exceptional part, in pence) of one count."""
    pence = pd.Series(to_pence(counted["amount_gbp"]), index=counted.index)
    apart = pence.where(counted["exceptional"].fillna("") != "", 0)
    work = pd.DataFrame({"group": counted[column].astype("str"), "pence": pence, "apart": apart})
    totals = pd.DataFrame(
        {
            "group": [*TOTALS],
            "pence": [pence.sum(), pence.sum() - apart.sum()],
            "apart": [apart.sum(), 0],
        }
    )
    return pd.concat([totals, work.groupby("group")[["pence", "apart"]].sum().reset_index()])


def series(
    groups: pd.DataFrame,
    people: Mapping[str, float],
    years: Iterable[str],
    deflator: Deflator,
    base: str,
    marks: pd.DataFrame,
) -> pd.DataFrame:
    """SERIES columns: one row for each year and group, the totals first, groups by their largest year.

    groups  see by_group;  people: residents by year;  base: the year whose prices real_gbp is in
    marks   year, groups (names with | between them, * for all), marker (b or p), note: what is unlike the year before
    [b] stands at the first year after a break, with its cause; a break that is also provisional says both in its note.
    A year that is not counted is [x], a group that does not exist in a counted year [z]; neither is ever zero.
    """
    counted = set(groups["year"])
    size = groups.groupby("group")["amount_gbp"].max().sort_values(ascending=False, kind="stable")
    totals = [name for name in TOTALS if name in size.index]
    order = [*totals, *[str(name) for name in size.index if name not in TOTALS]]
    frame = pd.MultiIndex.from_product([order, list(years)], names=["group", "year"]).to_frame(index=False)
    frame = frame.merge(groups, on=["group", "year"], how="left")
    frame["population"] = frame["year"].map(dict(people)).astype(float)
    told = _told(marks, frame)
    said = [
        _marked(str(year) in counted, bool(is_known), told.get((str(year), str(group)), []))
        for year, group, is_known in zip(
            frame["year"], frame["group"], frame["amount_gbp"].notna(), strict=True
        )
    ]
    frame[["marker", "note"]] = pd.DataFrame(said, columns=["marker", "note"], dtype="str")
    frame = in_prices(frame.assign(real_gbp=frame["amount_gbp"]), ["real_gbp"], deflator, base)
    frame["per_head_gbp"] = (frame["amount_gbp"] / frame["population"]).round(2)
    frame["real_per_head_gbp"] = (frame["real_gbp"] / frame["population"]).round(2)
    return frame[SERIES]


def _told(marks: pd.DataFrame, frame: pd.DataFrame) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """(marker, note) of each year and group that is marked. A break needs a year before it: the first one has none."""
    first = frame.loc[frame["amount_gbp"].notna()].groupby("group")["year"].min()
    told: dict[tuple[str, str], list[tuple[str, str]]] = {}
    begins = {str(name): str(year) for name, year in first.items()}
    for mark in marks.to_dict("records"):
        year, groups, marker, note = (str(mark[name]) for name in ("year", "groups", "marker", "note"))
        for name in begins if groups == EVERY else groups.split(" | "):
            if name in begins and (marker != Marker.BREAK or year > begins[name]):
                told.setdefault((year, name), []).append((marker, note))
    return told


def _marked(is_counted: bool, is_known: bool, told: list[tuple[str, str]]) -> tuple[str, str]:
    """Marker and note of one figure: no figure comes first, then a break, then provisional."""
    if not is_counted:
        return str(Marker.MISSING), "Not counted"
    if not is_known:
        return str(Marker.NOT_APPLICABLE), ""
    marker = min((each for each, _ in told), default=str(Marker.NONE))  # b before p
    return marker, "; ".join(dict.fromkeys(note for _, note in told))


def comparable(series: pd.DataFrame) -> str:
    """The total that is compared over the years: without exceptional lines where there are any."""
    return WITHOUT if WITHOUT in set(series["group"]) else TOTAL


def spans(series: pd.DataFrame, group: str) -> list[tuple[str, str]]:
    """First and last year of each run of known years of a group that no break and no gap parts, oldest first."""
    found: list[list[str]] = []
    is_open = False
    own = series[series["group"] == group]
    for year, is_known, marker in zip(own["year"], own["amount_gbp"].notna(), own["marker"], strict=True):
        if is_known and is_open and marker != Marker.BREAK:
            found[-1].append(str(year))
        elif is_known:
            found.append([str(year)])
        is_open = bool(is_known)
    return [(run[0], run[-1]) for run in found]


def span(series: pd.DataFrame, group: str) -> tuple[str, str]:
    """The longest run of like with like of a group, of two as long the later.

    UsageError where no two years can be compared.
    """
    runs = [run for run in spans(series, group) if run[0] != run[1]]
    if not runs:
        raise UsageError(
            f"{group}: a change needs two counted years without a break between them; none found."
        )
    return max(runs, key=lambda run: (int(run[1][:4]) - int(run[0][:4]), run[1]))


def change(series: pd.DataFrame, group: str, column: str) -> tuple[str, str, float]:
    """First and last year of the longest unbroken run of a group and the change between them as a share."""
    first, last = span(series, group)
    values = series[series["group"] == group].set_index("year")[column]
    return first, last, float(values[last] / values[first] - 1)
