"""Mayoral authorities, pilots and counties in three years: total, per head, range and grade of each.

Run as `python -m totalplace_lib.analysis.counted_places > docs/evidence/counted-places.csv`, to the penny.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.count import geography
from totalplace_lib.count.names import slugify
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Marker, Year
from totalplace_lib.national.finding import find_place, in_year
from totalplace_lib.national.places import gazetteer, places

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


def written() -> pd.DataFrame:
    """docs/evidence/counted-places.csv, place by place."""
    table = pd.concat([counted(year) for year in YEARS], ignore_index=True)
    order = named().reset_index(names="order")[["order", "kind", "slug"]]
    return table.merge(order, on=["kind", "slug"]).sort_values(["order", "year"])[COLUMNS]


if __name__ == "__main__":
    print(written().to_csv(index=False, lineterminator="\n"), end="")
