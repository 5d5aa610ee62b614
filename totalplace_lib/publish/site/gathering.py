"""What the front door shows, gathered: figures, places and reports.

For the places of a batch, or for every place in every year (totalplace site); the same figures either way.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from totalplace_lib.analysis.everywhere import ENGLAND, every_place
from totalplace_lib.analysis.neighbours import alike
from totalplace_lib.analysis.peers import check_peers
from totalplace_lib.analysis.series import WITHOUT, marks, years_between
from totalplace_lib.count import geography
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Place, Year
from totalplace_lib.national.finding import find_place, in_year
from totalplace_lib.national.places import changes_of_areas, gazetteer
from totalplace_lib.national.years import years
from totalplace_lib.project import processed_path, read_table
from totalplace_lib.publish.record import ReportResult, RunRecord
from totalplace_lib.publish.site.kept_figures import figures_kept
from totalplace_lib.publish.site.map_measures import Measure, measures
from totalplace_lib.publish.site.name_search import names_of
from totalplace_lib.publish.site.shown import SitePlace, site_places

NEAR = 6  # places like it on the page of a place


@dataclass(frozen=True)
class Site:
    """All that the front door shows. year: what the map, cards and tables begin with; names: for the search.

    near    slug -> the places most like it (slug, name, distance), nearest first
    """

    places: Mapping[str, SitePlace]
    measures: tuple[Measure, ...]
    names: tuple[tuple[str, str, bool], ...]
    year: str
    base: str
    breaks: frozenset[str]
    causes: tuple[tuple[str, str], ...]
    record: RunRecord
    near: Mapping[str, Sequence[tuple[str, str, float]]] = field(default_factory=dict)

    @property
    def counted(self) -> list[SitePlace]:
        """The places with figures, without England."""
        return [place for place in self.places.values() if place.years and place.slug != ENGLAND]

    @property
    def england(self) -> SitePlace | None:
        """England, to stand beside them."""
        return self.places.get(ENGLAND)


def gathered(out: Path, record: RunRecord, drawn_from: str, everywhere: bool, processes: int) -> Site:
    """All that is shown, with figures made where they are not kept."""
    reports = record.reports
    if not processed_path("areas.parquet").is_file():  # a project without tables still has reports to show
        places = site_places({}, (), reports, {}, {})
        return Site(places, (), (), "", "", frozenset(), (), record)
    wanted = _everywhere() if everywhere else _of_reports(reports)
    figures = figures_kept(out, wanted, drawn_from, processes)
    known = _known({*(row["place"] for row in figures), *(one.meta.place for one in reports)}, wanted)
    areas = gazetteer(geography.VINTAGES[-1]).areas
    upper_tier = {str(code): frozenset(own["area_code"]) for code, own in areas.groupby("county_code")}
    regions = dict(zip(areas["area_code"], areas["region_name"], strict=True))
    places = site_places(known, figures, reports, upper_tier, regions)
    held = sorted({row["year"] for row in figures})
    breaks, causes = _breaks(held)
    return Site(
        places,
        tuple(measures(places.values())),
        tuple(_names({slug: place for slug, place in known.items() if slug in places and slug != ENGLAND})),
        _begins_with(held),
        held[-1] if held else "",
        breaks,
        causes,
        record,
        {slug: _near(known[slug]) for slug, place in places.items() if place.years and slug in known},
    )


def _near(place: Place) -> list[tuple[str, str, float]]:
    """The places most like a place of today; none for England, or one with few residents."""
    try:
        check_peers(years()[-1], place)
        found, table = alike(place, Year.parse(years()[-1]), NEAR)
    except UsageError:
        return []
    distances = table["distance"].tolist()
    return [(each.slug, each.name, far) for each, far in zip(found, distances, strict=True)]


def _everywhere() -> dict[str, dict[str, Place]]:
    return dict.fromkeys(years(), one_a_ground(every_place()))


def one_a_ground(places: Mapping[str, Place]) -> dict[str, Place]:
    """The places without those whose ground a later one covers: London of 2009 is the Greater London of today."""
    last = {frozenset(place.areas): slug for slug, place in places.items()}
    return {slug: place for slug, place in places.items() if last[frozenset(place.areas)] == slug}


def _of_reports(reports: Iterable[ReportResult]) -> dict[str, dict[str, Place]]:
    """The places of the reports, with England, in the years of each one's reports that can be counted."""
    wanted: dict[str, dict[str, Place]] = {}
    for result in reports:
        year = result.meta.year or ""
        if year in years():
            with contextlib.suppress(UsageError):  # a name made up for a report has no figures
                wanted.setdefault(year, {})[result.meta.place] = find_place(result.meta.place, year)
                wanted[year][ENGLAND] = find_place(ENGLAND, year)
    return {year: places for year, places in wanted.items() if places}


def _known(slugs: Iterable[str], wanted: Mapping[str, Mapping[str, Place]]) -> dict[str, Place]:
    """Each place on the areas of today, as far as they can be followed."""
    named = {
        slug: place for _, places in sorted(wanted.items()) for slug, place in places.items()
    } | every_place()
    found: dict[str, Place] = {}
    for slug in slugs:
        with contextlib.suppress(UsageError):
            found[slug] = in_year(named[slug] if slug in named else find_place(slug), years()[-1])
    return found


def _names(places: Mapping[str, Place]) -> list[tuple[str, str, bool]]:
    """For the search: whole areas that became others are known by what they became."""
    changes = changes_of_areas()
    whole = changes[changes["is_whole"]]
    became = dict(zip(whole["old_code"], whole["new_code"], strict=True))
    areas = gazetteer(geography.VINTAGES[-1]).areas
    return names_of(places, read_table("area_aliases", ["alias", "code"]), areas, became)


def _begins_with(held: list[str]) -> str:
    """The newest year that is not provisional; the newest where all are."""
    provisional = set(marks(held).query("groups == '*' and marker == 'p'")["year"]) if held else set()
    final = [year for year in held if year not in provisional]
    return (final or held or [""])[-1]


def _breaks(held: list[str]) -> tuple[frozenset[str], tuple[tuple[str, str], ...]]:
    """Years from which the total, without what was paid for a few years only, is not like the year before; and every
    mark of these years with its cause."""
    if len(held) < 2:
        return frozenset(), ()
    table = marks(years_between(held[0], held[-1]))
    own = table[table["groups"].map(lambda groups: groups == "*" or WITHOUT in groups.split(" | "))]
    parted = own[(own["marker"] == "b") & (own["year"] > held[0])]
    causes = tuple((str(row["year"]), str(row["note"])) for _, row in own.iterrows())
    return frozenset(parted["year"].astype(str)), causes
