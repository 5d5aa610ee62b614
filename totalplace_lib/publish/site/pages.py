"""The pages of the front door as text: what each template is told, in words that are ready to show."""

from __future__ import annotations

import base64
import csv
import functools
import hashlib
import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from totalplace_lib.evidence.carried import limits
from totalplace_lib.present.numbers import count, join, money, plural, pounds
from totalplace_lib.present.text import clean, neutralise
from totalplace_lib.publish.site import place_cards, status
from totalplace_lib.publish.site.gathering import Site
from totalplace_lib.publish.site.map_measures import Measure, class_of, class_words, reaching_over
from totalplace_lib.publish.site.map_of_england import HEIGHT, WIDTH, england_map, shown_by
from totalplace_lib.publish.template_files import TEMPLATES, stylesheet, template_text

SOURCES = (
    "HM Treasury, Country and Regional Analysis; councils' returns (MHCLG); NHS and DWP figures by place; ONS mid-year "
    "estimates of residents"
)


def rendered(site: Site) -> Iterator[tuple[str, str]]:
    """Path in the folder of reports and text of each page, the front page last: it links to all others."""
    yield "status.html", _page(site, "status.html.j2", ".", "status.js")(**status.status_words(site.record))
    yield "places.csv", figures_csv(site)
    for place in site.places.values():
        yield (
            place.page,
            _page(site, "place.html.j2", "..")(place=place, **place_cards.place_words(place, site)),
        )
    if len(site.counted) > 1:
        yield "compare.html", _page(site, "compare.html.j2", ".", "compare.js")(data=_compared(site))
    yield "index.html", _page(site, "front.html.j2", ".", "front.js")(**_front(site))


def _page(site: Site, template: str, root: str, script: str = "") -> Any:
    """What renders a template with what all pages share."""
    code = template_text(script, "site") if script else ""
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    shared = {
        "site": site,
        "record": site.record,
        "root": root,
        "css": Markup(f"{stylesheet('report.css')}\n{template_text('site.css', 'site')}"),
        "brand": Markup(template_text("brand.svg")),
        "script": Markup(code),
        "policy": Markup(f"script-src 'sha256-{digest}'; " if code else ""),
        "sources": SOURCES,
    }
    made = _environment().get_template(template)
    return lambda **words: made.render(**shared, **words)


def _front(site: Site) -> dict[str, Any]:
    drawing = england_map()
    measure = site.measures[0] if site.measures else None
    return {
        "headline": _headline(site),
        "standing": _standing(site),
        "groups": place_cards.card_groups(site),
        "rows": [place_cards.table_row(place, site) for place in site.counted],
        "others": [place for place in site.places.values() if not place.years],
        "map": _map(site, measure) if drawing and measure else None,
        "drawing": drawing,
        "size": (WIDTH, HEIGHT),
        "data": _json(_searched(site) | {"map": _coloured(site) if drawing else []}),
    }


def _headline(site: Site) -> str:
    """What the folder holds, in one sentence with its range."""
    england = site.england.in_year(site.year) if site.england else None
    if england is None:
        return status.headline(site.record)
    low, high = england.heads
    return (
        f"In {site.year} public spending in England came to {pounds(england.per_head)} for each resident, between "
        f"{pounds(low)} and {pounds(high)}."
    )


def _standing(site: Site) -> str:
    """What can be found here, and how well it is known."""
    if not site.counted:
        return ""
    years = sorted({one.year for place in site.counted for one in place.years})
    over = f"{years[0]} to {years[-1]}" if len(years) > 1 else years[0]
    return (
        f"Here are {plural(len(site.counted), 'place')} in {over}: how much is spent in each, by whom, and how well it "
        "is known. Part of the money is published for each place; the rest is shared by measures such as people or "
        "claimants, whose errors are known from tests, so each total has a range that should hold the truth nine times "
        "in ten."
    )


def _map(site: Site, measure: Measure) -> dict[str, Any]:
    """The picture that is there without script: the first measure in the year that the page begins with."""
    year = site.year
    values, edges = measure.values[year], measure.edges(year)
    holds = shown_by({place.slug: place.covers for place in site.counted if place.slug in values})
    words = class_words(measure, edges)
    classes = {code: class_of(values[slug][0], edges) for code, slug in holds.items()}
    titles = {
        code: f"{site.places[slug].name}: {measure.words(values[slug][0])}" for code, slug in holds.items()
    }
    shown = list(dict.fromkeys(holds.values()))
    by_class = {
        number: [site.places[slug].name for slug in shown if class_of(values[slug][0], edges) == number]
        for number in range(1, len(words) + 1)
    }
    legend = [
        {
            "number": number,
            "words": said,
            "places": join(sorted(by_class[number])),
            "size": len(by_class[number]),
        }
        for number, said in enumerate(words, 1)
    ]
    over = reaching_over(measure, year, shown)
    return {
        "measure": measure, "year": year, "classes": classes, "titles": titles, "legend": legend,
        "note": _how_sure(over, len(shown)),
    }  # fmt: skip


def _how_sure(over: int, number: int) -> str:
    """How far the colours may be off."""
    if not over:
        return "No place's range reaches into another class."
    return (
        f"The range of {over} of the {plural(number, 'place')} reaches into another class: those may have a "
        "neighbouring colour."
    )


def _coloured(site: Site) -> list[dict[str, Any]]:
    """Each measure for the script: its classes by year, and value and range by area."""
    found = []
    for measure in site.measures:
        by_year = {}
        for year, values in measure.values.items():
            edges = measure.edges(year)
            holds = shown_by({place.slug: place.covers for place in site.counted if place.slug in values})
            shown = list(dict.fromkeys(holds.values()))
            by_year[year] = {
                "edges": edges,
                "words": class_words(measure, edges),
                "note": _how_sure(reaching_over(measure, year, shown), len(shown)),
                "areas": {
                    code: [slug, *(round(end, 1) for end in values[slug])] for code, slug in holds.items()
                },
            }
        found.append({"name": measure.name, "unit": measure.unit, "about": measure.about, "years": by_year})
    return found


def _searched(site: Site) -> dict[str, Any]:
    """Places with their pages, and every name or code that finds one."""
    places = {place.slug: [place.name, quote(place.page), place.kind_words] for place in site.places.values()}
    return {"places": places, "names": [[clean(name), slug, int(part)] for name, slug, part in site.names]}


def _compared(site: Site) -> Markup:
    """What the comparison of two places needs: totals of every year, and groups of spenders of the newest."""
    least = limits()
    shown = ([site.england] if site.england and site.england.years else []) + site.counted
    places = [
        {
            "slug": place.slug,
            "name": place.name,
            "page": quote(place.page),
            "kind": place.kind_words,
            "years": {one.year: _numbers(one) for one in place.years},
            "lasting": {one.year: [round(end, 1) for end in one.lasting(site.base)] for one in place.years},
            "councils": {one.year: _numbers(one) for one in place.councils},
            "groups": {name: _numbers(one) for name, one in place.groups},
            "newest": place.years[-1].year,
        }
        for place in shown
    ]
    return _json(
        {
            "year": site.year, "base": site.base, "breaks": sorted(site.breaks), "places": places,
            "measured": least.measured_share, "gap": least.least_gap,
        }
    )  # fmt: skip


def _numbers(one: Any) -> list[float]:
    """Residents, amount, low, high (GBP thousand) and measured share."""
    thousands = (round(value / 1000) for value in (one.amount_gbp, one.low_gbp, one.high_gbp))
    return [round(one.population), *thousands, round(one.measured, 3)]


def figures_csv(site: Site) -> str:
    """Every place in every year as a table: amounts in GBP, to the penny."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(
        ["place", "name", "kind", "region", "year", "residents", "total_gbp", "low_gbp", "high_gbp", "councils_gbp",
         "paid_for_a_few_years_gbp", "measured_share"]
    )  # fmt: skip
    for place in site.places.values():
        for one in place.years:
            councils = place.councils_in(one.year)
            own = f"{councils.amount_gbp:.2f}" if councils else "[z]"
            writer.writerow(
                [neutralise(place.slug), neutralise(place.name), place.kind_words, place.region, one.year,
                 f"{one.population:.0f}", f"{one.amount_gbp:.2f}", f"{one.low_gbp:.2f}", f"{one.high_gbp:.2f}", own,
                 f"{one.exceptional_gbp:.2f}", f"{one.measured:.4f}"]
            )  # fmt: skip
    return "\ufeff" + text.getvalue()


def _json(value: Any) -> Markup:
    """For a data block: nothing in a name ends the block or opens another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


@functools.cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES / "site"),
        autoescape=True,
        undefined=StrictUndefined,
        newline_sequence="\n",
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "money": money,
        "pounds": pounds,
        "people": count,
        "quoted": quote,
        "cleaned": clean,
    }
    return made
