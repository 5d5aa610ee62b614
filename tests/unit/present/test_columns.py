import pandas as pd
import pytest

from totalplace_lib.errors import UsageError
from totalplace_lib.model import Marker
from totalplace_lib.present.columns import Column, shown


def cells(column, values, markers=None):
    found = shown(column, pd.Series(values), None if markers is None else pd.Series(markers))
    return found.heading, found.cells


@pytest.mark.parametrize(
    ("values", "heading", "texts"),
    [
        ([2_321_400_000.0, 12_000.0], "Spending (£ million)", ["2,321.4", "0.0 [low]"]),
        ([340_000.0, -1_234.0], "Spending (£ thousand)", ["340", "−1"]),
        ([999.0, 0.0], "Spending (£)", ["999", "0"]),
        ([], "Spending (£)", []),
    ],
)
def test_money_is_in_the_unit_of_its_largest_figure(values, heading, texts):
    assert cells(Column("Spending", "money"), pd.Series(values, dtype="float64")) == (heading, texts)


def test_a_gap_is_never_blank_and_never_zero():
    heading, texts = cells(
        Column("Spending", "money", marker="m"), [None, None, None, 5e6], ["", "z", "c", "e"]
    )
    assert heading == "Spending (£ thousand)"
    assert texts[:3] == ["[x]", "not applicable [z]", "[c]"]
    assert texts[3] == "5,000 [e]"


def test_each_kind_has_its_unit_and_decimals():
    assert cells(Column("Share", "share"), [0.333]) == ("Share (%)", ["33.3"])
    assert cells(Column("Share", "share", 0), [0.333]) == ("Share (%)", ["33"])
    assert cells(Column("Spending", "per_head"), [7249.5]) == ("Spending (£ per head)", ["7,250"])
    assert cells(Column("People", "count"), [1016800]) == ("People", ["1,016,800"])
    assert cells(Column("Ratio", "number"), [1.25]) == ("Ratio", ["1.3"])
    assert cells(Column("Name"), ["a\x00b", "", None]) == ("Name", ["ab", "[x]", "[x]"])
    assert cells(Column("Note", "marker"), ["b", ""])[1] == [
        "[b] break in series: the definition or the boundary changed",
        "no marker",
    ]


def test_markers_used_are_reported():
    found = shown(Column("A", "money"), pd.Series([None, 1.0, 5e9]), None)
    assert found.markers == {Marker.MISSING, Marker.LOW}


def test_an_unknown_kind_is_refused():
    with pytest.raises(UsageError, match="not a kind of column"):
        Column("A", "pounds")
