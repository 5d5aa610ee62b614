"""Councils without a return: services as published later, the rest of the total over their other lines."""

from __future__ import annotations

import pandas as pd
import pytest

from totalplace_lib.count.council_fills import (
    LEFT_OVER,
    estimates,
    fills,
    gaps,
    movement,
    non_submitting,
    only,
    rest,
)

COUNTED = pd.Series(["education", "hb", "levy"])
COLUMNS = ["authority_code", "authority_name", "authority_class", "line", "amount_gbp", "marker",
           "source_id", "sheet", "row", "column"]  # fmt: skip


def rows(*given: tuple[str, str, float | None], source: str = "rs") -> pd.DataFrame:
    full = [(code, f"Council {code}", "MD", line, amount, "" if amount is not None else "x", source, "", 1, "A")
            for code, line, amount in given]  # fmt: skip
    return pd.DataFrame(full, columns=COLUMNS).astype({"amount_gbp": float})


RETURNED = rows(("E1", "education", 5.0), ("E1", "hb", None), ("E2", "education", None), ("E2", "hb", None),
                ("E3", "education", None), ("E3", "net", 9.0))  # fmt: skip


def test_only_an_authority_without_any_counted_figure_is_silent() -> None:
    assert non_submitting(RETURNED, COUNTED)["authority_code"].tolist() == ["E2", "E3"]


def test_a_line_that_a_return_lacks_is_a_gap_of_its_own() -> None:
    left_out = gaps(RETURNED, non_submitting(RETURNED, COUNTED), COUNTED)
    assert left_out[["authority_code", "line"]].to_numpy().tolist() == [["E1", "hb"]]
    guessed = estimates(
        left_out.drop(columns="line"), NOW, rows(("E1", "hb", 4.0), ("E1", "levy", 3.0)), COUNTED, MOVING
    )
    assert only(guessed, left_out)[["line", "amount_gbp", "marker"]].to_numpy().tolist() == [["hb", 4.0, "e"]]


def test_a_fill_adds_to_the_published_total_and_housing_benefit_takes_what_is_left() -> None:
    later = rows(("E2", "education", 60.0), ("E2", "net_current_expenditure", 100.0), source="later")
    last = rows(
        ("E2", "education", 50.0), ("E2", "hb_rent", 20.0), ("E2", "hb_hra", 10.0), ("E2", "levy", 4.0)
    )
    counted = pd.Series(["education", "hb_rent", "hb_hra", "levy"])
    found = fills(non_submitting(RETURNED, COUNTED), later, last, counted)
    assert found.set_index("line")["amount_gbp"].to_dict() == {
        "education": 60.0, "levy": 4.0, "hb_rent": 24.0, "hb_hra": 12.0,
    }  # fmt: skip
    assert found.set_index("line")["marker"].to_dict() == {
        "education": "",
        "levy": "e",
        "hb_rent": "e",
        "hb_hra": "e",
    }
    assert set(found["source_id"]) == {"later"}


def test_a_body_that_pays_no_benefit_has_what_is_left_as_an_adjustment() -> None:
    totals = rows(("E9", "net_current_expenditure", 12.5))
    found = rest(totals, rows(("E9", "education", 10.0)), rows(("E9", "levy", 4.0)), COUNTED)
    assert found.set_index("line")["amount_gbp"].to_dict() == {"levy": 4.0, LEFT_OVER: -1.5}
    new = rest(totals, rows(("E9", "education", 10.0)), rows(("E1", "levy", 4.0)), COUNTED)
    assert new[["line", "amount_gbp"]].to_numpy().tolist() == [[LEFT_OVER, 2.5]]


NOW = rows(
    ("E1", "education", 12.0), ("E1", "levy", 9.0), ("E4", "education", 24.0), ("E5", "education", None)
)
BEFORE = rows(("E1", "education", 10.0), ("E1", "levy", 3.0), ("E4", "education", 20.0), ("E2", "education", 5.0),
              ("E2", "levy", 2.0), ("E2", "net", 99.0), ("E5", "education", 50.0))  # fmt: skip
MOVING = pd.Series(["education"])


def test_an_estimate_moves_services_as_the_class_moved_and_leaves_levies_as_they_were() -> None:
    found = estimates(non_submitting(RETURNED, COUNTED).head(1), NOW, BEFORE, COUNTED, MOVING)
    assert found.set_index("line")["amount_gbp"].to_dict() == {"education": 6.0, "levy": 2.0}
    assert set(found["marker"]) == {"e"}
    assert set(found["authority_name"]) == {"Council E2"}


def test_housing_benefit_moves_as_the_departments_own_figure_where_it_is_published() -> None:
    lines = pd.Series(["hb_rent", "education"])
    before = rows(("E2", "hb_rent", 100.0), ("E2", "education", 5.0), ("E1", "hb_rent", 10.0))
    now = rows(("E1", "hb_rent", 5.0))
    for growth, benefit in ((None, 50.0), (pd.Series({"E2": 1.1}), 110.0), (pd.Series({"E9": 3.0}), 50.0)):
        found = estimates(non_submitting(RETURNED, COUNTED).head(1), now, before, lines, lines, growth)
        assert found.set_index("line")["amount_gbp"].to_dict() == {"hb_rent": benefit, "education": 5.0}


@pytest.mark.parametrize(("now", "factor"), [(20.0, 2.0), (500.0, 2.0), (1.0, 0.5)])
def test_a_class_that_moved_wildly_says_no_more_than_twice_or_half(now: float, factor: float) -> None:
    moved = movement(rows(("E1", "education", now)), rows(("E1", "education", 10.0)), MOVING)
    assert moved["MD", "education"] == factor


def test_a_class_with_nothing_to_compare_says_nothing() -> None:
    assert movement(rows(("E1", "education", -5.0)), rows(("E1", "education", 10.0)), MOVING).empty


def test_a_council_that_no_later_publication_holds_stays_a_gap() -> None:
    later = rows(("E2", "education", 60.0), ("E3", "net_current_expenditure", None), source="later")
    found = fills(non_submitting(RETURNED, COUNTED), later, rows(("E3", "hb", 3.0)), COUNTED)
    assert set(found["authority_code"]) == {"E2"}
