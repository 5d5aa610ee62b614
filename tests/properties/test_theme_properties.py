"""What must hold for any count: exclusive themes add up to it to the penny; overlap only ever adds."""

from __future__ import annotations

import pandas as pd
import pytest
import toy_themes as toy
from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.analysis.themes import exclusive, overlapping, theme_years, themed
from totalplace_lib.analysis.whole_area_count import england, whole_area_count
from totalplace_lib.count.pence import to_pence
from totalplace_lib.project import read_config

pence = st.integers(min_value=-(10**14), max_value=10**14)
part = st.floats(min_value=0.0, max_value=1.0)


def _cut(amounts: list[int], own: float, england: float) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    lines = toy.lines().assign(amount_gbp=[amount / 100 for amount in amounts])
    measured = toy.measured()
    measured.loc[0, "share"], measured.loc[1, "share"] = own, england
    return lines, exclusive(lines, toy.rules(), toy.parcels(), measured), measured


@given(st.lists(pence, min_size=5, max_size=5), part, part)
def test_exclusive_themes_add_up_line_by_line(amounts: list[int], own: float, england: float) -> None:
    lines, parts, _ = _cut(amounts, own, england)
    back = parts.groupby(["spender", "programme"])["amount_gbp"].sum().mul(100).round().astype("int64")
    for row, amount in zip(lines.itertuples(), amounts, strict=True):
        assert back.get((row.spender, row.programme), 0) == amount


@given(st.lists(pence, min_size=5, max_size=5), part, part)
def test_the_overlapping_view_holds_every_part_once_in_its_own_theme(
    amounts: list[int], own: float, england: float
) -> None:
    _, parts, measured = _cut(amounts, own, england)
    view = overlapping(parts, measured)
    assert to_pence(view.loc[view["is_own"], "amount_gbp"]).sum() == to_pence(parts["amount_gbp"]).sum()
    assert set(view.loc[~view["is_own"], "theme"]) <= {"health", "old"}


@pytest.mark.slow
@pytest.mark.parametrize("year", theme_years())
def test_exclusive_themes_of_named_places_add_up_to_their_count(year: str) -> None:
    """England in every year, for it holds every line; each named place in one of the years."""
    known = set(read_config("themes.csv")["theme"])
    slugs, turn = read_config("places.csv")["slug"], theme_years().index(year)
    for slug in ["england", *slugs[turn :: len(theme_years())]]:
        count = england(year) if slug == "england" else whole_area_count(slug, year)
        whole = themed(count)
        assert to_pence(whole.parts["amount_gbp"]).sum() == to_pence(count.lines["amount_gbp"]).sum(), slug
        assert set(whole.overlap["theme"]) <= known, slug
