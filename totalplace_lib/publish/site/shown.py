"""A place as the front door shows it: its figures over the years, its reports, where it lies and what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from totalplace_lib.analysis.everywhere import COUNCILS, ENGLAND
from totalplace_lib.analysis.prices import deflator
from totalplace_lib.analysis.series import TOTAL
from totalplace_lib.evidence.carried import Figure
from totalplace_lib.model import Place
from totalplace_lib.publish.catalogue import report_kinds
from totalplace_lib.publish.record import ReportResult, folder_of

KINDS = {
    "pilot": "Total Place pilot of 2009",
    "forerunner": "Forerunner of Total Place",
    "combined authority": "Mayoral authority",
    "parallel": "Parallel place of 2009",
    "light touch": "Light-touch place of 2009",
    "country": "Country",
    "region": "Region",
    "health board": "Health board",
    "area": "Council area",
    "county": "Council area",
}
OTHER = "Area"


@dataclass(frozen=True)
class Spent:
    """One year of a place, or of one group of its spenders: GBP with range, of which for a few years only."""

    year: str
    population: float
    amount_gbp: float
    low_gbp: float
    high_gbp: float
    measured: float
    exceptional_gbp: float

    @property
    def per_head(self) -> float:
        """GBP for each resident."""
        return self.amount_gbp / self.population

    @property
    def heads(self) -> tuple[float, float]:
        """Low and high for each resident, GBP."""
        return self.low_gbp / self.population, self.high_gbp / self.population

    def figure(self, name: str) -> Figure:
        """For the gate (evidence.carried)."""
        return Figure(name, self.amount_gbp, self.low_gbp, self.high_gbp, self.measured, self.population)

    def lasting(self, base: str) -> tuple[float, float, float]:
        """Central, low and high for each resident in prices of the base year, without what was paid for a few years."""
        factor = deflator().factor(self.year, base) / self.population
        return tuple(  # type: ignore[return-value]
            (amount - self.exceptional_gbp) * factor
            for amount in (self.amount_gbp, self.low_gbp, self.high_gbp)
        )


@dataclass(frozen=True)
class SitePlace:
    """A place of the front door. covers: the upper-tier areas that lie in it whole; years: oldest first.

    groups  its spending by group of spenders in its newest year, largest first; reports: newest first
    """

    slug: str
    name: str
    kind: str
    region: str
    covers: tuple[str, ...] = ()
    years: tuple[Spent, ...] = ()
    councils: tuple[Spent, ...] = ()
    groups: tuple[tuple[str, Spent], ...] = ()
    reports: tuple[ReportResult, ...] = ()

    @property
    def folder(self) -> str:
        """Where its page and its reports lie."""
        return folder_of(self.slug)

    @property
    def page(self) -> str:
        """Its page, seen from the front door."""
        return f"{self.folder}/index.html"

    @property
    def kind_words(self) -> str:
        """What it is, for a reader."""
        return KINDS.get(self.kind, OTHER)

    def in_year(self, year: str) -> Spent | None:
        """Its total of a year."""
        return next((one for one in self.years if one.year == year), None)

    def councils_in(self, year: str) -> Spent | None:
        """What its councils spent in a year."""
        return next((one for one in self.councils if one.year == year), None)


def site_places(
    known: Mapping[str, Place],
    figures: Iterable[Mapping[str, Any]],
    reports: Iterable[ReportResult],
    upper_tier: Mapping[str, frozenset[str]],
    regions: Mapping[str, str],
) -> dict[str, SitePlace]:
    """Every place that has figures or reports, England first, then by name.

    figures     rows of analysis.everywhere.FIGURES
    upper_tier  upper-tier code -> its areas;  regions: area code -> name of its region
    """
    by_place: dict[str, dict[str, list[Spent]]] = {}
    for row in figures:
        by_place.setdefault(row["place"], {}).setdefault(row["group"], []).append(_spent(row))
    own: dict[str, list[ReportResult]] = {}
    order = {report: number for number, report in enumerate(report_kinds())}
    for result in sorted(reports, key=lambda one: _newest_first(one, order)):
        own.setdefault(result.meta.place, []).append(result)
    found = []
    for slug in {**by_place, **own}:
        place = known.get(slug)
        name = place.name if place else own[slug][0].meta.place_name
        groups = by_place.get(slug, {})
        areas = frozenset(place.areas) if place else frozenset()
        found.append(
            SitePlace(
                slug,
                name,
                place.kind if place else "",
                _region(areas, regions),
                tuple(code for code, inside in upper_tier.items() if inside <= areas),
                tuple(groups.get(TOTAL, ())),
                tuple(groups.get(COUNCILS, ())),
                _newest(groups),
                tuple(own.get(slug, ())),
            )
        )
    return {
        one.slug: one for one in sorted(found, key=lambda one: (one.slug != ENGLAND, one.name.casefold()))
    }


def _spent(row: Mapping[str, Any]) -> Spent:
    return Spent(**{name: value for name, value in row.items() if name not in ("place", "group")})


def _newest(groups: Mapping[str, list[Spent]]) -> tuple[tuple[str, Spent], ...]:
    """Each group of spenders in the newest year, the largest first; nothing where only the councils' part was made."""
    newest = groups[TOTAL][-1].year if TOTAL in groups else ""
    found = [(name, own[-1]) for name, own in groups.items() if name != TOTAL and own[-1].year == newest]
    if {name for name, _ in found} <= {COUNCILS}:
        return ()
    return tuple(sorted(found, key=lambda one: (-one[1].amount_gbp, one[0])))


def _region(areas: frozenset[str], regions: Mapping[str, str]) -> str:
    """The region that holds all areas; "several regions" where none does."""
    names = {regions[code] for code in areas if code in regions}
    return next(iter(names)) if len(names) == 1 else "Several regions" if names else ""


def _newest_first(result: ReportResult, order: Mapping[str, int]) -> tuple[str, int, str]:
    """Of every year first, then the newest year; within a year as config/reports.csv wants them read."""
    backwards = "".join(chr(0x10FFFF - ord(letter)) for letter in result.meta.year or "\ufffd")
    return backwards, order.get(result.meta.report, len(order)), result.meta.title
