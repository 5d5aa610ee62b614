"""docs/counted-places.md: mayoral authorities, pilots and counties in three years: total, per head, range and grade.

Run as `python -m totalplace_lib.publish.counted_places`, which writes the page and docs/evidence/counted-places.csv.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.count import geography
from totalplace_lib.count.names import slugify
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Marker, Year
from totalplace_lib.national.finding import find_place, in_year
from totalplace_lib.national.places import gazetteer, places
from totalplace_lib.present.numbers import money
from totalplace_lib.project import home

YEARS = ("2008-09", "2015-16", "2024-25")
KINDS = {
    "combined authority": "Mayoral authorities",
    "pilot": "Pilots of 2009-10",
    "forerunner": "Forerunner of the pilots",
    "parallel": "Parallel places of 2009-10",
    "light touch": "Light-touch places of 2009-10",
    "county": "Other counties",
}
COLUMNS = [
    "kind",
    "slug",
    "name",
    "year",
    "amount_gbp",
    "per_head_gbp",
    "low_gbp",
    "high_gbp",
    "grade",
    "marker",
    "note",
]
GONE = "gone: abolished by then, its ground"
MOVED = "moved: on the areas of the year, part of what was the county lies in another authority"
HEAD = """# Places counted in three years

Made by `python -m totalplace_lib.publish.counted_places`, with the same figures to the penny in
[evidence/counted-places.csv](evidence/counted-places.csv). Cash of each year; the range is meant to hold the truth
nine times in ten ([method.md](method.md)).

A place is counted on its ground. Mayoral authorities stand on the ground of today in every year, whether or not the
authority was there. Counties are those of 2009 and of 2023; one that was abolished by then is counted on its ground
and marked (gone); Dorset is without Christchurch on the areas of 2023 (moved). 2008-09 is counted on the areas of
2009, 2015-16 and 2024-25 on those of 2023. 2024-25 is provisional [p].
"""


def named() -> pd.DataFrame:
    """kind, slug and name of all places of the table: of the first and the last year, each once."""
    listed = pd.concat([places(YEARS[0]), places(YEARS[-1])])
    listed = listed[listed["kind"].isin(list(KINDS))].drop_duplicates(["kind", "slug"])
    order = listed["kind"].map({kind: number for number, kind in enumerate(KINDS)})
    return (
        listed.assign(order=order)
        .sort_values(["order", "name"])[["kind", "slug", "name"]]
        .reset_index(drop=True)
    )


def row(kind: str, slug: str, name: str, year: str) -> dict[str, object]:
    """One place in one year (COLUMNS)."""
    count = whole_area_count(slug, year)
    return {
        "kind": kind,
        "slug": slug,
        "name": name,
        "year": year,
        "amount_gbp": count.total_gbp,
        "per_head_gbp": round(count.per_head_gbp),
        "low_gbp": count.low_gbp,
        "high_gbp": count.high_gbp,
        "grade": count.grade,
        "marker": str(Marker.PROVISIONAL) if year == YEARS[-1] else "",
        "note": _note(slug, year) if slug in _counties(YEARS[0]) else "",
    }


def _note(slug: str, year: str) -> str:
    """What a reader must know of a county in a year: that it was abolished, or is not the ground of 2008-09."""
    gone = [] if slug in _counties(year) else [GONE]
    try:
        in_year(find_place(slug, YEARS[0]), year)
    except UsageError:
        return "; ".join([*gone, MOVED])
    return "; ".join(gone)


def _counties(year: str) -> set[str]:
    """The counties of a year, as its councils are organised (which may be older than the areas it is counted on)."""
    vintage = geography.in_force(Year.parse(year))
    areas = gazetteer(vintage).areas
    counties = areas[areas["county_code"] != areas["area_code"]]
    return {slugify(str(name)) for name in counties["county_name"].unique()}


def counted(year: str) -> pd.DataFrame:
    """All places in one year (COLUMNS)."""
    rows = [row(str(kind), str(slug), str(name), year) for kind, slug, name in named().to_numpy()]
    return pd.DataFrame(rows, columns=COLUMNS)


def page(table: pd.DataFrame) -> str:
    """docs/counted-places.md from the table."""
    parts = [HEAD]
    for kind, words in KINDS.items():
        parts += [f"## {words}", "", *_rows(table[table["kind"] == kind]), ""]
    return "\n".join(parts)


def _rows(table: pd.DataFrame) -> list[str]:
    """One row a place, three cells a year."""
    heads = " | ".join(f"{year} | a head | range, grade" for year in YEARS)
    lines = [f"| Place | {heads} |", "|---|" + "--:|--:|---|" * len(YEARS)]
    for name, own in table.groupby("name", sort=False):
        cells = {str(each["year"]): _cells(each) for each in own.to_dict("records")}
        lines.append(f"| {name} | " + " | ".join(cells[year] for year in YEARS) + " |")
    return lines


def _cells(of_year: dict[Hashable, Any]) -> str:
    marker = f" [{of_year['marker']}]" if of_year["marker"] else ""
    marker += "".join(f" ({words.split(':')[0]})" for words in (GONE, MOVED) if words in of_year["note"])
    low, high = money(float(of_year["low_gbp"])), money(float(of_year["high_gbp"]))
    total, head = money(float(of_year["amount_gbp"])), f"£{int(of_year['per_head_gbp']):,}"
    return f"{total}{marker} | {head} | {low} to {high}, {of_year['grade']}"


def write() -> None:
    """Write the page and its table."""
    table = pd.concat([counted(year) for year in YEARS], ignore_index=True)
    order = named().reset_index(names="order")[["order", "kind", "slug"]]
    table = table.merge(order, on=["kind", "slug"]).sort_values(["order", "year"])[COLUMNS]
    docs = home() / "docs"
    (docs / "evidence" / "counted-places.csv").write_text(
        table.to_csv(index=False, lineterminator="\n"), "utf-8"
    )
    (docs / "counted-places.md").write_text(page(table), "utf-8")


if __name__ == "__main__":
    write()
