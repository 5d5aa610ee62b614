"""May it be said? Whether the money behind a sentence carries it: one place for all reports.

A line is measured when it is published for the place, or shared by a key that was tested; what a theme has by
England's share of a line is not. Two figures differ when their ranges do not meet; a place has a rank as
far as the ranges leave it one; a change is told where the definition is the same on both sides. The limits are
config/evidence/carrying.csv; which sentence asks what is config/sentences.csv (docs/sentences.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from totalplace_lib.count.whole_area import Count
from totalplace_lib.evidence import ranges
from totalplace_lib.evidence.measured import table
from totalplace_lib.model import Method
from totalplace_lib.project import read_config, remembered

WIDER = 1.5
"""By how much the range of a line is taken wider where sums are only told apart, beyond what all draws may bring."""


class Reason(StrEnum):
    """Why a sentence is not carried; nothing where it is."""

    NONE = ""
    LITTLE = "too little of the money is measured"
    WIDE = "the range is wider than the difference"
    CHANGED = "the definition or the publication changed"
    UNSTATED = "no outcomes are stated for the year"
    ALONE = "there is nothing to compare with"


@dataclass(frozen=True)
class Limits:
    """config/evidence/carrying.csv."""

    measured_share: float
    least_gap: float
    rank_span: float


@dataclass(frozen=True)
class Figure:
    """An amount with its range, GBP, the part of it that is measured, and the residents that it is for."""

    name: str
    amount_gbp: float
    low_gbp: float
    high_gbp: float
    measured: float = 1.0
    people: float = 1.0

    @property
    def per_head(self) -> tuple[float, float, float]:
        """Central, low and high for each resident, GBP."""
        return self.amount_gbp / self.people, self.low_gbp / self.people, self.high_gbp / self.people


@dataclass(frozen=True)
class Verdict:
    """Whether a sentence may be said, or why not; measured: the least measured share of what it speaks of."""

    reason: Reason = Reason.NONE
    measured: float = 1.0
    detail: str = ""

    @property
    def may(self) -> bool:
        """Whether it is carried."""
        return self.reason is Reason.NONE


SAID = Verdict()


@remembered
def limits() -> Limits:
    """The limits in use."""
    value = read_config("evidence/carrying.csv").set_index("name")["value"].astype(float)
    return Limits(value["measured_share"], value["least_gap"], value["rank_span"])


def figure_of(count: Count) -> Figure:
    """The total of a count; whole regions have the range that the Treasury's figures leave open."""
    lines = ranges.errors_of(count)
    _, low, high, _ = (0.0, *ranges.of_total(count, lines))
    return Figure(count.place.name, count.total_gbp, low, high, measured_share(lines), count.population)


def figures(graded: pd.DataFrame, column: str, people: float) -> list[Figure]:
    """The sum of lines with their errors (ranges.errors_of) for each value of a column, largest first."""
    found = [sum_of(str(name), own, people) for name, own in graded.groupby(column, observed=True)]
    return sorted(found, key=lambda each: -each.amount_gbp)


def leading(graded: pd.DataFrame, column: str, number: int, people: float) -> list[Figure]:
    """The first so many sums of `figures`, and those of the rest whose range may reach them: all that `largest` asks
    of, at the cost of a few ranges. A sum cannot lie above the sum of the high ends of its lines, each taken wider."""
    wide = ranges.with_ranges(graded.assign(half_width=graded["half_width"] * WIDER))
    ends = wide.groupby(column, observed=True)[["amount_gbp", "low_gbp", "high_gbp"]].sum()
    ends = ends.sort_values("amount_gbp", ascending=False, kind="stable")
    reached = ends["high_gbp"] >= ends["low_gbp"].head(number).min()
    names = [*ends.index[:number], *ends.index[number:][reached.iloc[number:]]]
    own = graded[graded[column].isin(names)].groupby(column, observed=True)
    return sorted((sum_of(str(name), rows, people) for name, rows in own), key=lambda each: -each.amount_gbp)


def sum_of(name: str, graded: pd.DataFrame, people: float) -> Figure:
    """The sum of lines that have their errors (ranges.errors_of)."""
    central, low, high, _ = ranges.total(graded)
    return Figure(name, central, low, high, measured_share(graded), people)


def exactly(name: str, amount_gbp: float, people: float) -> Figure:
    """A figure that is published, such as that of England."""
    return Figure(name, amount_gbp, amount_gbp, amount_gbp, 1.0, people)


def scaled(figure: Figure, factor: float, people: float = 1.0) -> Figure:
    """A figure in other prices, for so many residents."""
    low, high = figure.low_gbp * factor, figure.high_gbp * factor
    return Figure(figure.name, figure.amount_gbp * factor, low, high, figure.measured, people)


def added(name: str, own: Sequence[Figure]) -> Figure:
    """The sum of some figures of one place; its range is at most the sum of theirs, and is taken to be that."""
    sums = [
        sum(amounts) for amounts in zip(*((f.amount_gbp, f.low_gbp, f.high_gbp) for f in own), strict=True)
    ]
    size = sum(abs(each.amount_gbp) for each in own)
    measured = sum(abs(each.amount_gbp) * each.measured for each in own) / size if size else 0.0
    return Figure(name, sums[0], sums[1], sums[2], measured, own[0].people)


def is_measured(lines: pd.DataFrame) -> pd.Series:
    """Which lines are measured: published, or shared by a key that was tested, and no share of England's.

    A key was tested where figures below the region are known, however wide its range came out, or where its grade is
    better than the last. lines: method, grade, driver (ranges.with_errors), and is_national for parts of themes
    """
    last = read_config("evidence/grades.csv")["grade"].iloc[-1]
    below = lines["driver"].map(table()["figures_below"]).fillna(0)
    found = (lines["method"] == str(Method.ACTUAL)) | (lines["grade"] != last) | (below > 0)
    if "is_national" in lines:
        found &= ~lines["is_national"].astype(bool)
    return pd.Series(found, dtype=bool)


def measured_share(lines: pd.DataFrame) -> float:
    """The part of the money that is measured; amounts below nought count by their size."""
    size = lines["amount_gbp"].abs()
    return float(size[is_measured(lines)].sum() / size.sum()) if size.sum() else 0.0


def enough(own: Iterable[Figure], least: Limits) -> Verdict:
    """A share or a ratio: enough of each figure is measured."""
    return enough_of(min((each.measured for each in own), default=0.0), least)


def enough_of(measured: float, least: Limits) -> Verdict:
    """The same of a measured share."""
    return Verdict(Reason.NONE if measured >= least.measured_share else Reason.LITTLE, measured)


def apart(one: Figure, other: Figure, least: Limits) -> Verdict:
    """A comparison for each resident: both measured enough, and the ranges do not meet."""
    verdict = enough((one, other), least)
    if not verdict.may:
        return verdict
    (mine, low, high), (theirs, its_low, its_high) = one.per_head, other.per_head
    meets = low <= its_high and its_low <= high
    is_small = abs(mine - theirs) < least.least_gap * abs(theirs)
    return Verdict(Reason.WIDE if meets or is_small else Reason.NONE, verdict.measured)


def largest(own: Sequence[Figure], number: int, least: Limits) -> Verdict:
    """The first so many of the figures, in order of amount, are the largest: measured, and above all that follow."""
    first, rest = own[:number], own[number:]
    verdict = enough(first, least)
    if not verdict.may or not rest:
        return verdict
    is_clear = min(each.low_gbp for each in first) > max(each.high_gbp for each in rest)
    return Verdict(Reason.NONE if is_clear else Reason.WIDE, verdict.measured)


def ranks(one: Figure, others: Sequence[Figure]) -> tuple[int, int]:
    """The best and the worst rank per head that the ranges leave a place, the highest spending first."""
    _, low, high = one.per_head
    above = sum(other.per_head[1] > high for other in others)
    below = sum(other.per_head[2] < low for other in others)
    return 1 + above, 1 + len(others) - below


def ranked(one: Figure, others: Sequence[Figure], least: Limits) -> Verdict:
    """A rank among places: all measured enough, and the ranges leave it no more than a part of the places."""
    if not others:
        return Verdict(Reason.ALONE)
    verdict = enough((one, *others), least)
    best, worst = ranks(one, others)
    is_wide = worst - best + 1 > max(1.0, least.rank_span * (len(others) + 1))
    return Verdict(Reason.WIDE, verdict.measured) if verdict.may and is_wide else verdict


def stated(is_stated: bool) -> Verdict:
    """What money is for: the year has stated outcomes that lines can be tied to."""
    return SAID if is_stated else Verdict(Reason.UNSTATED)


def moved(before: Figure, after: Figure, least: Limits, changed: str = "") -> Verdict:
    """A change over years, of figures in one year's prices, for each resident where they have residents: one definition
    (changed says what is not), measured enough in both years, and of one sign at both ends of the range. The error of a
    key is taken to be the same in both years."""
    if changed:
        return Verdict(Reason.CHANGED, min(before.measured, after.measured), changed)
    verdict = enough((before, after), least)
    if not verdict.may:
        return verdict
    ends = [now / then - 1 for then, now in zip(before.per_head, after.per_head, strict=True)]
    same = all(end > 0 for end in ends) or all(end < 0 for end in ends)
    is_told = same and min(map(abs, ends)) >= least.least_gap
    return Verdict(Reason.NONE if is_told else Reason.WIDE, verdict.measured)
