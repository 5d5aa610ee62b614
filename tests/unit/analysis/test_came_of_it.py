"""What came of it: the framework of the time, figures put together only by a known base, changes beyond intervals only."""

from __future__ import annotations

import pandas as pd
import pytest

import totalplace_lib as tp
from totalplace_lib.analysis import came_of_it as analysis
from totalplace_lib.errors import UsageError
from totalplace_lib.national.finding import find_place
from totalplace_lib.present.views import came_of_it as show
from totalplace_lib.project import read_config

LAYOUT = pd.DataFrame(
    [("rate", "Rate", "%", "people", "health", "o"), ("price", "Price", "£", None, "health", "o"), ("shops", "Shops", "shops", "sum", "health", "o")],
    columns=["indicator", "name", "unit", "base", "theme", "outcome"],
).assign(published="p", decimals="1", leads="yes")  # fmt: skip
PEOPLE = pd.DataFrame({"people": [300.0, 100.0]}, index=["A", "B"])


def held(*rows: tuple[str, str, str, float, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["indicator", "area_code", "year", "value", "marker"])
    return frame.assign(low=frame["value"] - 1, high=frame["value"] + 1)


def test_rates_are_put_together_by_people_numbers_added_and_prices_left_by_authority() -> None:
    rows = held(
        ("rate", "A", "2020-21", 10.0, ""), ("rate", "B", "2020-21", 20.0, ""),
        ("shops", "A", "2020-21", 4.0, ""), ("shops", "B", "2020-21", 5.0, ""),
        ("price", "A", "2020-21", 7.0, ""), ("price", "B", "2020-21", 8.0, ""),
        ("rate", "A", "2021-22", 10.0, ""), ("rate", "B", "2021-22", 99.0, "c"),
    )  # fmt: skip
    table = analysis.told(rows, LAYOUT, [], PEOPLE)
    together = table[table["how"] == analysis.TOGETHER].set_index("indicator")
    assert together["value"].to_dict() == {"rate": 12.5, "shops": 9.0}
    assert together["low"].isna().all() and set(together["marker"]) == {"e"}
    apart = table[table["how"] == analysis.APART]
    assert sorted(zip(apart["indicator"], apart["year"], strict=True)) == [
        ("price", "2020-21"), ("price", "2020-21"), ("rate", "2021-22"),
    ]  # fmt: skip


def test_an_authority_without_any_figure_is_a_gap_with_its_marker() -> None:
    rows = held(
        ("rate", "A", "2020-21", 10.0, ""), ("rate", "B", "2020-21", float("nan"), "x"),
        ("price", "A", "2020-21", 7.0, ""), ("price", "A", "2021-22", float("nan"), "x"),
    )  # fmt: skip
    table = analysis.told(rows, LAYOUT, ["A"], PEOPLE)
    gaps = table[table["value"].isna()]
    assert gaps[["indicator", "area_name", "how", "marker"]].to_numpy().tolist() == [
        ["rate", "B", analysis.APART, "x"]
    ]
    alone = analysis.told(rows[rows["area_code"] == "B"], LAYOUT, ["B"], PEOPLE)
    assert (alone["how"].tolist(), alone["marker"].tolist()) == ([analysis.APART], ["x"])


def test_a_figure_that_is_published_for_the_whole_is_taken_and_england_stands_beside_it() -> None:
    rows = held(
        ("rate", "WHOLE", "2020-21", 11.0, ""), ("rate", "A", "2020-21", 10.0, ""), ("rate", "B", "2020-21", 20.0, ""),
        ("rate", analysis.ENGLAND, "2020-21", 15.0, ""),
    )  # fmt: skip
    table = analysis.told(rows, LAYOUT, ["WHOLE"], PEOPLE)
    assert table[["how", "value", "england"]].to_numpy().tolist() == [["published", 11.0, 15.0]]


def test_a_year_in_which_assets_were_sold_has_a_mark_with_its_cause() -> None:
    def year(sold: float) -> pd.DataFrame:
        rows = [
            ("Homes", "Homes", 100e6),
            ("Homes: sales of assets", "Homes", -sold),
            ("Roads", "Transport", 9e6),
        ]
        return pd.DataFrame(rows, columns=["programme", "serves", "amount_gbp"])

    found = analysis.assets_sold({"2014-15": year(24e6), "2015-16": year(346e6)})
    assert found[["year", "groups", "marker"]].to_numpy().tolist() == [["2015-16", "Homes", "b"]]
    assert "sales of assets of 346 million pounds" in found["note"].iloc[0]


def test_a_change_is_told_beyond_both_intervals_only_and_never_of_cash() -> None:
    whole = pd.DataFrame(
        [("a", "2011-12", 10.0, 9.0, 11.0, "%", ""), ("a", "2020-21", 13.0, 12.0, 14.0, "%", ""),
         ("b", "2011-12", 10.0, 9.0, 11.0, "%", ""), ("b", "2020-21", 12.0, 10.5, 14.0, "%", ""),
         ("c", "2011-12", 10.0, 9.0, 11.0, "£", ""), ("c", "2020-21", 99.0, 98.0, 99.5, "£", ""),
         ("d", "2011-12", 10.0, None, None, "%", ""), ("d", "2020-21", 99.0, None, None, "%", ""),
         ("e", "2011-12", 10.0, 9.0, 11.0, "%", "u"), ("e", "2020-21", 2.0, 1.0, 3.0, "%", "")],
        columns=["indicator", "year", "value", "low", "high", "unit", "marker"],
    ).assign(name="n", group="g", money_group="m", leads="yes", england=None)  # fmt: skip
    assert analysis.changed(whole).set_index("indicator")["moved"].to_dict() == {
        "a": "up", "b": "", "c": "", "d": "", "e": "",
    }  # fmt: skip


def test_a_place_is_found_under_its_published_codes_on_the_boundaries_of_any_time() -> None:
    assert analysis.codes_of(find_place("birmingham", "2022-23")) == ["E08000025"]
    assert "E10000016" in analysis.codes_of(find_place("kent", "2022-23"))
    assert analysis.codes_of(find_place("greater-manchester", "2022-23")) == ["E47000001"]
    assert analysis.codes_of(find_place("cumbria", "2024-25")) == ["E10000006"]
    assert "E12000007" in analysis.codes_of(find_place("region:london", "2022-23"))
    assert analysis.codes_of(find_place("luton-central-bedfordshire", "2008-09")) == []


@pytest.fixture(scope="module")
def cumbria() -> analysis.CameOfIt:
    return tp.outcomes("cumbria", "2008-09")


def test_the_framework_is_that_of_the_time(cumbria: analysis.CameOfIt) -> None:
    blocks = set(read_config("outcomes.csv")["outcome"])
    assert cumbria.framework == analysis.THEN and set(cumbria.groups["group"]) == blocks
    assert set(cumbria.money["group"]) == {*blocks, analysis.TIED_TO_NONE}
    assert cumbria.indicators["year"].max() == "2008-09"
    assert len(read_config("frameworks/outcomes.csv")) == 16


def test_money_by_what_it_serves_adds_up_to_the_count(cumbria: analysis.CameOfIt) -> None:
    last = cumbria.money[cumbria.money["year"] == "2008-09"]["amount_gbp"].sum()
    assert last == pytest.approx(tp.whole_area_count("cumbria", "2008-09").total_gbp, abs=0.01)


def test_the_page_says_what_cannot_be_told(cumbria: analysis.CameOfIt) -> None:
    opening = show.opening(cumbria)
    assert "No change is told" in str(opening) and "not the cause" in str(opening)
    assert "have no contextual outcomes" in str(show.beside(cumbria, cumbria.changes, "contextual"))


def test_a_place_or_year_that_is_not_known_is_refused() -> None:
    for words in (("atlantis", "2022-23"), ("kent", "1999-00")):
        with pytest.raises(UsageError):
            tp.outcomes(*words)
