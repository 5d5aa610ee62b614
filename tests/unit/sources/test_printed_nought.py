"""What a publisher prints as nought and is missing becomes a gap, and only that."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.errors import Faults
from totalplace_lib.sources import printed_nought
from totalplace_lib.sources.printed_nought import taken_back

RULES = pd.DataFrame(
    [("returns", "2014-15", "E1", "hb_*"), ("others", "2014-15", "E2", "*")],
    columns=["table", "year", "authority_code", "line"],
)
FIGURES = pd.DataFrame(
    [
        ("2014-15", "E1", "hb_rent", 0.0, ""),
        ("2014-15", "E1", "education", 0.0, ""),
        ("2014-15", "E2", "hb_rent", 0.0, ""),
        ("2013-14", "E1", "hb_rent", 5.0, ""),
    ],
    columns=["year", "authority_code", "line", "amount_gbp", "marker"],
)


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printed_nought, "read_config", lambda name: RULES)


def test_only_the_lines_of_the_table_that_are_named_become_gaps() -> None:
    found = taken_back(FIGURES, "returns")
    assert found["amount_gbp"].isna().tolist() == [True, False, False, False]
    assert found["marker"].tolist() == ["x", "", "", ""]
    assert found.loc[3, "amount_gbp"] == 5.0
    assert FIGURES["amount_gbp"].notna().all()  # what was given is not changed


def test_a_figure_that_is_not_nought_any_more_stops_the_build() -> None:
    revised = FIGURES.assign(amount_gbp=[7.0, 0.0, 0.0, 5.0])
    with pytest.raises(
        Faults, match=r"E1 in 2014-15, hb_\*: 1 of 1 figures are not nought.*Take the row out"
    ):
        taken_back(revised, "returns")


def test_a_return_that_is_not_there_is_named() -> None:
    with pytest.raises(Faults, match=r"others, E2 in 2014-15, \*: there is no such figure"):
        taken_back(FIGURES.head(2), "others")
