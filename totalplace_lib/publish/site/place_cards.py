"""What the front door says of one place: its card, its row in the table, its own page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from totalplace_lib.analysis.hundred import hundred
from totalplace_lib.evidence.carried import apart, limits
from totalplace_lib.present.numbers import count, is_missing, money, plural, pounds
from totalplace_lib.present.text import clean
from totalplace_lib.publish.record import READABLE, ReportResult
from totalplace_lib.publish.site.gathering import Site
from totalplace_lib.publish.site.line_picture import LinePicture, line_picture
from totalplace_lib.publish.site.shown import SitePlace, Spent

FILES = {
    ".xlsx": "Workbook", ".ods": "Workbook (ODS)", "datapackage.json": "Data", ".png": "Picture", ".ipynb": "Notebook"
}  # fmt: skip


@dataclass(frozen=True)
class Card:
    """A place in a few words and a line."""

    place: SitePlace
    total: str
    per_head: str
    between: str
    picture: LinePicture | None
    picture_words: str


@dataclass(frozen=True)
class Part:
    """What of each GBP 100 a group of spenders spends."""

    name: str
    pounds: float
    words: str
    between: str
    amount: str


@dataclass(frozen=True)
class Readable:
    """A report as a place's page shows it; addresses relative to that page."""

    title: str
    year: str
    href: str
    files: tuple[tuple[str, str], ...]
    state: str


def card_groups(site: Site) -> list[tuple[str, list[Card]]]:
    """Cards under their headings: the programme's places, today's authorities, then council areas by region."""
    found: dict[str, list[Card]] = {}
    for place in site.counted:
        found.setdefault(_heading(place), []).append(_card(place, site))
    first = [*_HEADINGS.values()]
    return sorted(
        found.items(), key=lambda one: (first.index(one[0]) if one[0] in first else len(first), one[0])
    )


_HEADINGS = {
    "pilot": "The pilots of 2009 and Cumbria",
    "forerunner": "The pilots of 2009 and Cumbria",
    "combined authority": "Mayoral authorities of today",
    "parallel": "Other places of the programme",
    "light touch": "Other places of the programme",
}


def _heading(place: SitePlace) -> str:
    if place.kind in _HEADINGS:
        return _HEADINGS[place.kind]
    return f"Council areas: {place.region}" if place.kind in ("area", "county") else "Other areas"


def _card(place: SitePlace, site: Site) -> Card:
    one = place.in_year(site.year) or place.years[-1]
    low, high = one.heads
    return Card(
        place,
        f"{money(one.amount_gbp)} in {one.year}",
        pounds(one.per_head),
        f"{pounds(low)} to {pounds(high)}",
        line_picture(place.years, site.base, site.breaks),
        _line_words(place, site),
    )


def _line_words(place: SitePlace, site: Site) -> str:
    first, last = place.years[0], place.years[-1]
    begin, end = (pounds(one.lasting(site.base)[0]) for one in (first, last))
    return (
        f"{place.name}: spending for each resident in {site.base} prices, without what was paid for a few years only: "
        f"{begin} in {first.year}, {end} in {last.year}"
    )


def table_row(place: SitePlace, site: Site) -> dict[str, Any]:
    """A place in the table of all places, in the year that the page begins with or its own newest one."""
    one = place.in_year(site.year) or place.years[-1]
    councils = place.councils_in(one.year)
    low, high = one.heads
    return {
        "place": place, "year": one.year, "residents": one.population, "total": one.amount_gbp, "head": one.per_head,
        "low": low, "high": high, "councils": councils.per_head if councils else None,
        "reports": sum(result.state in READABLE for result in place.reports),
    }  # fmt: skip


def place_words(place: SitePlace, site: Site) -> dict[str, Any]:
    """What the page of a place says."""
    newest = place.years[-1] if place.years else None
    england = site.england.in_year(newest.year) if site.england and newest else None
    is_england = site.england is not None and place.slug == site.england.slug
    return {
        "newest": newest,
        "headline": _headline(place, newest),
        "england": None if is_england else england,
        "beside": "" if is_england or not newest or not england else beside(place.name, newest, england),
        "picture": line_picture(place.years, site.base, site.breaks),
        "picture_words": _line_words(place, site) if place.years else "",
        "years": [_year_row(one, site.base) for one in reversed(place.years)],
        "causes": [(year, why) for year, why in site.causes if place.years and year > place.years[0].year],
        "parts": hundred_pounds(place),
        "reports": list(_readable(place.reports)),
        "near": [
            _near_row(*one, newest.year if newest else "", site) for one in site.near.get(place.slug, ())
        ],
    }


def _near_row(slug: str, name: str, distance: float, year: str, site: Site) -> dict[str, str]:
    """A place like it: how far, what is spent there for each resident in the year, and its page where it has one."""
    other = site.places.get(slug)
    spent = other.in_year(year) if other else None
    return {
        "name": name,
        "href": f"../{quote(other.folder)}/index.html" if other else "",
        "distance": f"{distance:.2f}",
        "head": pounds(spent.per_head) if spent else "",
        "between": f"{pounds(spent.heads[0])} to {pounds(spent.heads[1])}" if spent else "",
    }


def _headline(place: SitePlace, newest: Spent | None) -> str:
    if newest is None:
        return f"{plural(len(place.reports), 'report')} on {place.name}."
    return (
        f"Public bodies spent {money(newest.amount_gbp)} for {place.name} in {newest.year}, between "
        f"{money(newest.low_gbp)} and {money(newest.high_gbp)}."
        if newest.low_gbp != newest.high_gbp
        else f"Public bodies spent {money(newest.amount_gbp)} for {place.name} in {newest.year}."
    )


def beside(name: str, one: Spent, england: Spent) -> str:
    """Whether the place's figure for each resident differs from England's, as far as the ranges say."""
    verdict = apart(one.figure(name), england.figure("England"), limits())
    if not verdict.may:
        return (
            f"England's is {pounds(england.per_head)}. Whether {name} is above or below cannot be told: the ranges "
            "meet."
        )
    side = "above" if one.per_head > england.per_head else "below"
    return f"That is {side} England's {pounds(england.per_head)}, by more than the ranges leave open."


def _year_row(one: Spent, base: str) -> dict[str, str]:
    low, high = one.heads
    return {
        "year": one.year,
        "total": money(one.amount_gbp),
        "head": pounds(one.per_head),
        "between": f"{pounds(low)} to {pounds(high)}",
        "real": pounds(one.lasting(base)[0]),
        "few": money(one.exceptional_gbp),
        "residents": count(one.population),
    }


def hundred_pounds(place: SitePlace) -> list[Part]:
    """Each GBP 100 that is spent for residents, by who spends it (analysis.hundred); nothing without groups."""
    if not place.groups:
        return []
    table = hundred([one.figure(name) for name, one in place.groups])
    return [
        Part(str(name), float(part), pounds(part), _ends(low, high), money(amount))
        for name, part, low, high, amount in table.itertuples(index=False, name=None)
    ]


def _ends(low: float, high: float) -> str:
    return "not told" if is_missing(low) else " to ".join(dict.fromkeys([pounds(low), pounds(high)]))


def _of_what(file: str, stem: str) -> str:
    """Which of a report's pictures it is, in words."""
    return f" {file.removeprefix(f'{stem}-')[:-4].replace('-', ' ')}" if file.endswith(".png") else ""


def _readable(reports: Iterable[ReportResult]) -> Iterable[Readable]:
    for result in reports:
        meta = result.meta
        if result.state in READABLE and result.page:
            own = [file.removeprefix(f"{meta.folder}/") for file in result.files]
            files = tuple(
                (label + _of_what(file, meta.stem), quote(file))
                for ending, label in FILES.items()
                for file in own
                if file.endswith(ending)
            )
            title = meta.title.removesuffix(f", {meta.year}")
            title = clean(title.removesuffix(f": {meta.place_name}").removesuffix(f", {meta.place_name}"))
            yield Readable(
                title, meta.year or "every year", quote(f"{meta.stem}.html"), files, str(result.state)
            )
        elif result.state not in READABLE:
            yield Readable(clean(meta.title), meta.year or "every year", "", (), str(result.state))
