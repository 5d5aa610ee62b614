"""Sections about barriers, savings, services and published figures: headlines from the numbers, words for nothing."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.checks import COLUMNS
from totalplace_lib.analysis.savings import saving
from totalplace_lib.present.exhibit import Exhibit
from totalplace_lib.present.note import Note
from totalplace_lib.present.views.barriers import ONE_THEME, money_behind
from totalplace_lib.present.views.overlap import services_by_body, short, theme_words
from totalplace_lib.present.views.published import published_beside_ours
from totalplace_lib.present.views.savings import TAX_UNKNOWN, what_a_saving_is

BARRIERS = pd.DataFrame(
    [
        ("a", "Two budgets", "w", "local agreement", "Councils", "s", 5e6, 0.5),
        ("b", "One law", "w", "legislation", "Parliament", "s", 9e6, 0.9),
    ],
    columns=["barrier", "name", "what", "lift", "ask", "source", "amount_gbp", "share"],
)
SERVICES = pd.DataFrame(
    {"part": ["Homes", "Visits", "Meals"], "Councils": [3e6, None, 1e6], "NHS": [None, 2e6, 5e5]}
)
FRAGMENTS = pd.DataFrame(
    [("old", "Old people", 1, "Councils", 0.9, 1, 2, 1.0, "Councils", 0.9, 1, 5e4, 3e6, 3)],
    columns=[
        "theme", "name", "kinds", "largest_kind", "kind_share", "bodies", "streams", "hhi", "largest_body", "largest_share", "small_streams", "small_gbp",
        "amount_gbp", "services",
    ],
)  # fmt: skip
LINES = pd.DataFrame(
    {"control": ["council discretionary", "national entitlement"], "amount_gbp": [1e6, 3e6]},
)


def test_barriers_are_ranked_by_money_and_the_local_ones_counted() -> None:
    exhibit = money_behind(BARRIERS, "s", "count")
    assert isinstance(exhibit, Exhibit)
    assert exhibit.headline == "2 barriers stand in the way; 1 could be lifted by local agreement"
    assert exhibit.table["name"].tolist() == ["One law", "Two budgets"]
    assert any("must not be added up" in note for note in exhibit.notes)


def test_no_barrier_is_said_in_words() -> None:
    nothing = BARRIERS.iloc[:0]
    assert isinstance(money_behind(nothing, "s", "count"), Note)


def test_a_saving_leaves_entitlements_out_of_its_sum() -> None:
    exhibit = what_a_saving_is(saving(LINES, 0.01, 1000, 500_000), 0.01, "s", "count")
    assert exhibit.headline == (
        "1% of what is not an entitlement is £10,000: £10.00 for each resident, 2% of council tax"
    )
    law = saving(LINES.iloc[1:], 0.01, 1000, 500_000)
    assert "nothing can be saved locally" in str(what_a_saving_is(law, 0.01, "s", "count"))


def test_no_saving_is_told_of_money_that_took_in_more_than_it_spent() -> None:
    lines = pd.concat([LINES.iloc[1:], LINES.iloc[:1].assign(amount_gbp=-2e5)])
    assert "nothing to save a share of" in str(
        what_a_saving_is(saving(lines, 0.01, 1000, 5e5), 0.01, "s", "c")
    )


def test_a_saving_of_a_year_without_council_tax_says_so_and_shows_no_share_of_it() -> None:
    exhibit = what_a_saving_is(saving(LINES, 0.01, 1000, float("nan")), 0.01, "s", "count")
    assert isinstance(exhibit, Exhibit)
    assert exhibit.headline.endswith("for each resident")
    assert "council_tax_share" not in exhibit.columns
    assert TAX_UNKNOWN in exhibit.caption.notes
    assert "council tax requirement" not in exhibit.caption.source


def test_services_stand_against_bodies_and_what_no_line_is_for_is_no_zero() -> None:
    exhibit = services_by_body(SERVICES, FRAGMENTS.iloc[0], "s", "count")
    assert isinstance(exhibit, Exhibit)
    assert exhibit.headline == "Services for old people: 3 kinds, from 2 kinds of body"
    assert exhibit.table.loc[1, "Councils marker"] == "n"
    assert "no body provides" in str(services_by_body(SERVICES.iloc[:0], FRAGMENTS.iloc[0], "s", "count"))
    assert short("Police") == "Police"
    assert short("NHS: capital") == "Capital of the NHS"


def test_a_barrier_of_one_theme_has_both_sums_under_their_own_names() -> None:
    exhibit = money_behind(BARRIERS.assign(all_gbp=[7e6, 9e6]), "s", "count")
    assert isinstance(exhibit, Exhibit)
    headings = {name: column.heading for name, column in exhibit.columns.items()}
    assert headings["amount_gbp"] == "Money of this theme affected"
    assert headings["all_gbp"] == "Of all public money here"
    assert ONE_THEME in exhibit.notes


def test_kinds_of_body_are_counted_and_no_bodies_or_streams() -> None:
    assert str(theme_words(FRAGMENTS)) == (
        "With the money of other themes that serves it: 1 kind of body serves this theme; "
        "the largest part (90% of the money) is with Councils."
    )


def test_published_figures_are_said_in_their_own_unit() -> None:
    rows = [
        ("Care", 35e6, 83e6, 1.37, "gbp", "o", "y", "u"),
        ("Share", 0.93, 0.88, -0.05, "share", "o", "y", "u"),
    ]
    exhibit = published_beside_ours(pd.DataFrame(rows, columns=COLUMNS), "Here")
    assert isinstance(exhibit, Exhibit)
    assert exhibit.table["published"].tolist() == ["£35 million", "93%"]
    assert exhibit.headline == "2 published figures beside ours: 1 within 10%"
    assert "not known to have published how much" in str(
        published_beside_ours(pd.DataFrame(columns=COLUMNS), "Here")
    )
