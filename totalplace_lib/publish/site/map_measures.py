"""What the map can be coloured by, in five classes, and only where it holds: each with its range, one definition.

Each measure is for residents, so that places of all sizes can stand side by side. A real change is told between years
that no break parts, without what was paid for a few years only.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from totalplace_lib.analysis.series import WITHOUT, marks, years_between
from totalplace_lib.present.numbers import fixed, pounds, rounded
from totalplace_lib.publish.site.shown import SitePlace, Spent

CLASSES = 5
Value = tuple[float, float, float]  # central, low, high


@dataclass(frozen=True)
class Measure:
    """One way of colouring. values: year -> slug -> central, low and high; about: what it is and what it is not."""

    key: str
    name: str
    unit: str  # "£" or "%"
    about: str
    values: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    def words(self, value: float) -> str:
        """A figure of this measure for a reader."""
        if self.unit == "£":
            return pounds(value)
        return f"{'+' if rounded(value) > 0 else ''}{fixed(value)}%"

    def edges(self, year: str) -> list[float]:
        """The four figures between five classes, each of about as many places, rounded."""
        return class_edges([value for value, _, _ in self.values[year].values()])


def measures(places: Iterable[SitePlace]) -> list[Measure]:
    """Those that there are figures for."""
    held = list(places)
    years = sorted({one.year for place in held for one in place.years})
    made = [
        Measure(
            "total",
            "All public spending for each resident",
            "£",
            "All public money for the place, whoever spends it, in prices of the year.",
            _by_year(held, years, lambda place, year: _heads(place.in_year(year))),
        ),
        Measure(
            "councils",
            "Councils' own spending for each resident",
            "£",
            "What the councils of the place spend themselves, from their own returns, without housing benefit.",
            _by_year(held, years, lambda place, year: _heads(place.councils_in(year))),
        ),
    ]
    if span := comparable_span(years):
        first, last = span
        made.append(
            Measure(
                "change",
                f"Real change for each resident, {first} to {last}",
                "%",
                f"All public spending without what was paid for a few years only, in prices of {last}; no definition "
                "changed between these years.",
                {last: _changes(held, first, last)},
            )
        )
    return [measure for measure in made if any(measure.values.values())]


def _by_year(
    places: list[SitePlace], years: list[str], value: Callable[[SitePlace, str], Value | None]
) -> dict[str, dict[str, Value]]:
    """year -> slug -> value, without what there is not."""
    found = {year: {place.slug: made for place in places if (made := value(place, year))} for year in years}
    return {year: values for year, values in found.items() if values}


def _heads(spent: Spent | None) -> Value | None:
    return (spent.per_head, *spent.heads) if spent else None


def comparable_span(held: list[str]) -> tuple[str, str] | None:
    """The two held years farthest apart with no break between them (config/series_marks.csv), none of them provisional;
    of two pairs as far apart the later. None where there is no such pair."""
    if len(held) < 2:
        return None
    run = years_between(held[0], held[-1])
    told = marks(run)
    told = told[told["groups"].map(lambda groups: groups == "*" or WITHOUT in groups.split(" | "))]
    breaks, provisional = (set(told.loc[told["marker"] == marker, "year"]) for marker in ("b", "p"))
    pairs = []
    for first in held:
        after = [year for year in held if year > first and year not in provisional]
        near = [year for year in after if not any(first < cut <= year for cut in breaks)]
        if near and first not in provisional:
            pairs.append((first, near[-1]))
    return max(pairs, key=lambda pair: (int(pair[1][:4]) - int(pair[0][:4]), pair[1]), default=None)


def _changes(places: Iterable[SitePlace], first: str, last: str) -> dict[str, Value]:
    """Change in per cent, from the central figures and from both ends of the ranges: the error of a key is taken to be
    the same in both years."""
    found = {}
    for place in places:
        before, after = place.in_year(first), place.in_year(last)
        if before and after:
            steps = [
                (new / old - 1) * 100
                for old, new in zip(before.lasting(last), after.lasting(last), strict=True)
            ]
            found[place.slug] = (steps[0], min(steps), max(steps))
    return found


def class_edges(values: list[float]) -> list[float]:
    """Four rounded figures that part the values into five classes of about equal number; fewer where values are few."""
    if len(set(values)) < CLASSES:
        return []
    cuts = np.quantile(values, [part / CLASSES for part in range(1, CLASSES)])
    step = 10 ** math.floor(math.log10(max((max(values) - min(values)) / 40, 1e-9)))
    for size in (step * 5, step * 2, step, step / 2, step / 10):
        rounded = [round(float(cut) / size) * size for cut in cuts]
        if len(set(rounded)) == len(rounded):
            return [round(edge, 6) for edge in rounded]
    return []


def class_of(value: float, edges: list[float]) -> int:
    """1 for the least to 5 for the most; one that stands on an edge is in the class above it."""
    return 1 + sum(value >= edge for edge in edges)


def class_words(measure: Measure, edges: list[float]) -> list[str]:
    """Each class in words, from the least."""
    said = [measure.words(edge) for edge in edges]
    if not said:
        return ["Any figure"]
    middle = [f"{low} to {high}" for low, high in pairwise(said)]
    return [f"Below {said[0]}", *middle, f"{said[-1]} and more"]


def reaching_over(measure: Measure, year: str, slugs: Iterable[str]) -> int:
    """How many of the places may belong to another class: their range reaches over an edge."""
    edges = measure.edges(year)
    held = measure.values[year]
    ends = [held[slug] for slug in slugs if slug in held]
    return sum(class_of(low, edges) != class_of(high, edges) for _, low, high in ends)
