"""Councils without a return: services as published later, the rest of the total over their other lines."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count.council_fills import fills, silent

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
    assert silent(RETURNED, COUNTED)["authority_code"].tolist() == ["E2", "E3"]


def test_a_fill_adds_to_the_published_total() -> None:
    later = rows(("E2", "education", 60.0), ("E2", "net_current_expenditure", 100.0), source="later")
    last = rows(("E2", "education", 50.0), ("E2", "hb", 30.0), ("E2", "levy", 10.0), ("E2", "other", 7.0))
    found = fills(silent(RETURNED, COUNTED), later, last, COUNTED)
    assert found.set_index("line")["amount_gbp"].to_dict() == {"education": 60.0, "hb": 30.0, "levy": 10.0}
    assert found.set_index("line")["marker"].to_dict() == {"education": "", "hb": "e", "levy": "e"}
    assert set(found["source_id"]) == {"later"}


def test_a_council_that_no_later_publication_holds_stays_a_gap() -> None:
    later = rows(("E2", "education", 60.0), ("E3", "net_current_expenditure", None), source="later")
    found = fills(silent(RETURNED, COUNTED), later, rows(("E3", "hb", 3.0)), COUNTED)
    assert set(found["authority_code"]) == {"E2"}
