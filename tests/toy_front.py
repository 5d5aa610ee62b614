"""A made-up front door: a dozen places with figures of three years, hostile names among them, and no real money."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from totalplace_lib.analysis.everywhere import COUNCILS, ENGLAND
from totalplace_lib.analysis.series import TOTAL
from totalplace_lib.model import Place
from totalplace_lib.publish.record import RunRecord
from totalplace_lib.publish.site.gathering import Site
from totalplace_lib.publish.site.map_measures import measures
from totalplace_lib.publish.site.pages import rendered
from totalplace_lib.publish.site.shown import site_places

YEARS = ("2010-11", "2011-12", "2012-13")
NAMES = {
    "toytown": "Toytown",
    "p0": "Ashford",
    "p1": "<script>alert(1)</script>",
    "p2": "Éast Ridingshire and the Isle of Somewhere Else",
    "p3": "=cmd|' /C calc'!A0",
    "p4": "York & </script><b>Bold",
    "p5": "Little Snoring",
    "p6": "Great Snoring",
    "p7": "Nether Wallop",
}
CODES = [f"E0600000{number}" for number in range(1, 10)]
SHARES = {"NHS": 0.4, COUNCILS: 0.3, "Transport bodies": 0.2, "Police": 0.1}
MEASURED = {"Transport bodies": 0.1}


def places() -> dict[str, Place]:
    """One real area each, so that the map has somewhere to put them; the first is England."""
    found = {ENGLAND: Place(ENGLAND, "England", tuple(CODES), 2023, "country")}
    for (slug, name), code in zip(NAMES.items(), CODES, strict=True):
        kind = {"toytown": "pilot", "p0": "combined authority"}.get(slug, "area")
        found[slug] = Place(slug, name, (code,), 2023, kind)
    return found


def figures() -> Iterator[dict[str, Any]]:
    """Rows of FIGURES: a place has 100,000 residents and GBP 900 to 1,700 for each, known within a tenth."""
    for number, slug in enumerate(places()):
        for step, year in enumerate(YEARS):
            amount = 100_000.0 * (900 + 100 * number + 20 * step)
            whole = {"place": slug, "year": year, "population": 100_000.0, "exceptional_gbp": 0.0}
            yield whole | _amounts(TOTAL, amount, 0.9)
            for group, share in SHARES.items():
                if group == COUNCILS or year == YEARS[-1]:
                    yield whole | _amounts(group, amount * share, MEASURED.get(group, 1.0))


def _amounts(group: str, amount: float, measured: float) -> dict[str, Any]:
    return {
        "group": group, "amount_gbp": amount, "low_gbp": amount * 0.9, "high_gbp": amount * 1.1, "measured": measured,
    }  # fmt: skip


def front(record: RunRecord, rows: list[dict[str, Any]] | None = None) -> Site:
    """The front door of a record with these figures, by default figures()."""
    held = list(figures()) if rows is None else rows
    upper = {code: frozenset([code]) for code in CODES}
    shown = site_places(places(), held, record.reports, upper, dict.fromkeys(CODES, "Nowhere"))
    names = tuple(
        (place.name, slug, False) for slug, place in places().items() if slug in shown and slug != ENGLAND
    )
    years = sorted({str(row["year"]) for row in held})
    last = years[-1] if years else ""
    near = {
        slug: [
            *[
                (other.slug, other.name, 0.5 + n)
                for n, other in enumerate(shown.values())
                if other.slug != slug
            ][:5],
            ("far-away", "Far away", 9.5),  # has no page and no figures here
        ]
        for slug in shown
        if slug != ENGLAND
    }
    return Site(shown, tuple(measures(shown.values())), names, last, last, frozenset(), (), record, near)


def written(folder: Path, record: RunRecord) -> None:
    """All pages of front() into a folder."""
    for name, text in rendered(front(record)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
