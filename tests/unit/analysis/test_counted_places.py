"""The table of places counted in three years: what is committed is what a count gives."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.analysis import counted_places
from totalplace_lib.project import home


@pytest.fixture(scope="module")
def committed() -> pd.DataFrame:
    path = home() / "docs" / "evidence" / "counted-places.csv"
    return pd.read_csv(path, keep_default_na=False, dtype={"marker": "str"})


@pytest.mark.parametrize(
    ("kind", "slug", "year"),
    [
        ("pilot", "kent", "2008-09"),
        ("forerunner", "cumbria", "2024-25"),
        ("combined authority", "greater-london", "2015-16"),
    ],
)
def test_a_row_is_what_the_count_gives(committed: pd.DataFrame, kind: str, slug: str, year: str) -> None:
    [held] = committed.query("kind == @kind and slug == @slug and year == @year").to_dict("records")
    assert counted_places.row(kind, slug, str(held["name"]), year) == pytest.approx(held)


def test_every_place_stands_in_every_year_once_and_in_its_range(committed: pd.DataFrame) -> None:
    by = committed.groupby(["kind", "slug"])["year"].agg(list)
    assert all(years == list(counted_places.YEARS) for years in by)
    assert set(by.index) == set(
        zip(*(counted_places.named()[name] for name in ("kind", "slug")), strict=True)
    )
    assert (committed["low_gbp"] <= committed["amount_gbp"]).all()
    assert (committed["amount_gbp"] <= committed["high_gbp"]).all()


def test_a_county_that_was_abolished_says_so(committed: pd.DataFrame) -> None:
    gone = committed[committed["note"].str.contains(counted_places.GONE)]
    assert set(gone["year"]) == {"2024-25"}
    assert {"buckinghamshire", "cumbria", "dorset"} <= set(gone["slug"])
    moved = committed[committed["note"].str.contains(counted_places.MOVED)]
    assert set(moved["slug"]) == {"dorset"} and set(moved["year"]) == {"2015-16", "2024-25"}
