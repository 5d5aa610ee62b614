"""The comparison with published figures says what differs and by how much."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.evidence.reconcile import reconcile
from totalplace_lib.present.views import reconciliation as view


def comparison() -> pd.DataFrame:
    row = {
        "place_name": "Ash", "year": "2008-09", "item": "total", "published_gbp": 7.3e9, "ours_gbp": 9.3e9,
        "matching_gbp": 6.0e9, "low_gbp": 5.9e9, "high_gbp": 6.2e9, "gross_gbp": 0.3e9, "gross_marker": "",
        "matching_scope": "Bodies with local budgets", "why": "", "source_title": "A paper",
    }  # fmt: skip
    return reconcile(pd.DataFrame([row]))


def test_headline_and_table_come_from_the_figures() -> None:
    exhibit = view.published_comparison(comparison(), "Ash")
    assert "£7.3 billion" in exhibit.headline and "£1.3 billion below" in exhibit.headline
    assert "Bodies with local budgets" in str(exhibit)


def test_the_waterfall_ends_at_the_published_figure() -> None:
    exhibit = view.why_they_differ(comparison())
    assert exhibit.table["amount_gbp"].iloc[:-1].sum() == exhibit.table["amount_gbp"].iloc[-1] == 7.3e9
    assert "scope" in exhibit.headline


def test_a_place_that_published_nothing_says_so() -> None:
    note = view.published_comparison(comparison().head(0), "Oak")
    assert str(note) == "No figure that Oak itself published has been found."
