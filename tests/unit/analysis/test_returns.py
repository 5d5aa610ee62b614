"""Returns of a real place: totals conserved, restored to the penny, ranges narrower, mutual amounts, whom to ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.analysis import collection
from totalplace_lib.analysis import returns as analysis
from totalplace_lib.analysis.compare import compare
from totalplace_lib.analysis.deep_dive import RETURNS_CHANGE, breaks_of
from totalplace_lib.analysis.flows import flows
from totalplace_lib.analysis.themes import count_by_theme
from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Method
from totalplace_lib.present.exhibit import Exhibit
from totalplace_lib.present.views import returns as view
from totalplace_lib.project import home, read_config
from totalplace_lib.returns import deliveries
from totalplace_lib.returns.answers import Between, Figure, Return
from totalplace_lib.returns.deliveries import Delivery, Held
from totalplace_lib.returns.judging import judge
from totalplace_lib.schema import flow

PLACE, YEAR = "birmingham", "2008-09"
EXAMPLE = home() / "config" / "examples" / "birmingham_2008_09.csv"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(deliveries, "folder", lambda: tmp_path / "kept")
    return tmp_path / "kept"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[analysis.Collection]:
    """The worked example in a store of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deliveries, "folder", lambda: folder / "kept")
        folder = tmp_path_factory.mktemp("store")
        deliveries.add(EXAMPLE, judge(EXAMPLE, analysis.asked_of).taken(), "test")
        deliveries.ask(PLACE, YEAR, ["HM Revenue and Customs: tax credits"], "test", "2026-01-31")
        yield analysis.returns_of(PLACE, YEAR, "published")


def test_the_worked_example_replaces_eight_estimates_and_leaves_the_published_council(
    found: analysis.Collection,
) -> None:
    told = found.count.returned.set_index("body")
    assert (told["state"] == "replaces the estimate").sum() == 8
    assert told.loc["Birmingham council", "replaced_gbp"] == 0
    trusts = told.loc["NHS: primary care trusts"]
    assert trusts["published_gbp"] + trusts["replaced_gbp"] == trusts["returned_gbp"] == 1_918_000_000
    moved = float((told["replaced_gbp"] - told["estimate_gbp"]).sum())
    assert found.count.total_gbp == pytest.approx(found.before.count.total_gbp + moved, abs=0.005)
    assert float(found.count.ledger["difference_gbp"].sum()) == pytest.approx(
        found.count.total_gbp, abs=0.005
    )
    flow.contract({**flow.COUNTED, **flow.CITED}, "counted").validate(found.count.lines)


def test_flows_themes_and_a_comparison_are_of_the_same_total(store: Path) -> None:
    without = count_by_theme(PLACE, YEAR, "published")
    deliveries.add(EXAMPLE, judge(EXAMPLE, analysis.asked_of).taken(), "test")
    total = whole_area_count(PLACE, YEAR, returns="published").total_gbp
    whole = count_by_theme(PLACE, YEAR, "published")  # what was counted before they came is not shown again
    assert whole.count.total_gbp != without.count.total_gbp == count_by_theme(PLACE, YEAR).count.total_gbp
    beside = compare("solihull", YEAR, [PLACE], returns="published")
    other = beside.others[0]
    assert beside.count.returned.empty
    for found in (whole.parts["amount_gbp"].sum(), flows(PLACE, YEAR, "published").paths["amount_gbp"].sum(),
                  other.total_per_head * other.population, beside.known.others[0].amount_gbp):  # fmt: skip
        assert round(float(found), 2) == total
    with pytest.raises(UsageError, match="Choices: none"):
        count_by_theme(PLACE, YEAR, "some")


def test_a_trend_is_broken_where_returns_stand_in_one_year_alone(store: Path) -> None:
    assert breaks_of("children", YEAR, PLACE, "all").empty
    deliveries.add(EXAMPLE, judge(EXAMPLE, analysis.asked_of).taken(), "test")
    found = breaks_of("children", YEAR, PLACE, "all")
    assert found["year"].tolist() == [YEAR, "2009-10"]
    assert set(found["why"]) == {RETURNS_CHANGE}
    assert breaks_of("children", YEAR, PLACE, "none").empty


def test_only_estimates_of_the_bodies_that_answered_changed(found: analysis.Collection) -> None:
    before, after = found.before.count.lines, found.count.lines
    same = after["method"] != str(Method.RETURNED)
    pd.testing.assert_frame_equal(before[same], after[same])
    claimed = analysis.claims(before, [one.answer.body for one in found.held], analysis.scoped_bodies())
    assert (claimed[~same] != "").all()
    assert (before.loc[~same, "method"] == str(Method.APPORTIONED)).all()


def test_the_range_is_narrower_and_holds_the_total(found: analysis.Collection) -> None:
    before, after = found.before, found.after
    assert after.high_gbp - after.low_gbp < before.high_gbp - before.low_gbp
    assert after.low_gbp <= found.count.total_gbp <= after.high_gbp
    fire = after.lines[after.lines["spender"] == "West Midlands Fire & CD Authority"]
    returned = fire[fire["method"] == str(Method.RETURNED)]
    # A million of fifty either way is one per cent, as the example says.
    assert (returned["high_gbp"] / returned["amount_gbp"]).round(4).max() == pytest.approx(1.01)


def test_the_reconciliation_adds_up_to_the_published_total(found: analysis.Collection) -> None:
    table = collection.reconciled(found).set_index("body")
    assert table.loc["These returns together", "returned_gbp"] == 7_016_000_000
    assert table.loc["Other bodies (the total less these)", "returned_gbp"] == 284_000_000
    whole = table.loc["Published: total public sector spend (final mapping figure)"]
    assert whole["returned_gbp"] == 7_300_000_000
    assert whole["counted_gbp"] > whole["before_gbp"]
    assert table.loc["Learning and Skills Council", "difference_gbp"] == 0


def test_what_is_known_adds_up_in_every_lens(found: analysis.Collection) -> None:
    lenses = collection.by_lens(found.after, read_config("outcomes.csv")).set_index("lens")
    assert lenses.loc["all", "total_gbp"] == found.count.total_gbp
    parts = lenses.loc[["local-bodies", "outside-bodies"], "total_gbp"].sum()
    assert parts == pytest.approx(found.count.total_gbp, abs=0.01)
    assert (lenses["returned"] > 0).all()
    known = collection.known_by_service(found.after).set_index("body")
    assert known.loc["Learning and Skills Council", "Education"] == 1.0
    assert known.loc["HM Revenue and Customs: tax credits", "Social protection"] == 0.0


def test_whom_to_ask_next_is_whose_answer_narrows_most(found: analysis.Collection) -> None:
    table = collection.ask_next(found)
    assert len(table) == 5
    assert table["narrower_gbp"].is_monotonic_decreasing
    assert not set(table["body"]) & {one.answer.body for one in found.held}
    first = str(table["body"].iloc[0])
    lines = found.after.lines
    known = lines.assign(half_width=lines["half_width"].mask(lines["spender"] == first, 0.0))
    from totalplace_lib.evidence.ranges import simulation, total_range

    low, high = total_range(known, simulation())
    width = found.after.high_gbp - found.after.low_gbp
    assert width - (high - low) == pytest.approx(float(table["narrower_gbp"].iloc[0]), rel=0.05)


def test_each_replacement_tests_the_key_behind_it(found: analysis.Collection) -> None:
    tests = collection.surprises(found).set_index("body")
    assert len(tests) == 8
    assert tests["inside"].equals(tests["surprise"] <= 1)
    agency = tests.loc["Homes and Communities Agency"]
    expected = (agency["replaced_gbp"] - agency["estimate_gbp"]) / (
        agency["high_gbp"] - agency["estimate_gbp"]
    )
    assert agency["surprise"] == pytest.approx(expected)


def test_the_report_on_evidence_shows_these_tests_where_returns_are_let_in(
    found: analysis.Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "returns_of", lambda *_: found)
    shown = view.tests_of_keys(found.count, "published")
    assert isinstance(shown, Exhibit)
    assert shown.table["surprise"].tolist() == sorted(
        collection.surprises(found)["surprise"].tolist(), reverse=True
    )
    assert view.tests_of_keys(found.before.count, "none") is None


def test_who_is_late_is_told(found: analysis.Collection) -> None:
    table = collection.status(found, "2026-02-01").set_index("body")
    assert table.loc["HM Revenue and Customs: tax credits", "state"] == "late"
    assert table.loc["HM Revenue and Customs: child benefit", "state"] == "not asked"
    assert table.loc["Jobcentre Plus with the benefits it pays", "state"] == "answered"
    assert "Jobcentre Plus" not in table.index  # the body that speaks for it has answered
    assert (
        collection.status(found, "2026-01-31")
        .set_index("body")
        .loc["HM Revenue and Customs: tax credits", "state"]
        == "asked"
    )


def test_superseded_and_removed_returns_leave_the_count_as_it_was(store: Path, tmp_path: Path) -> None:
    plain = whole_area_count(PLACE, YEAR)
    head = "Place,Year,Body,Filled in by,Status,Amounts are in,Service,Gross spending\n"

    def add(gbp: int) -> None:
        path = tmp_path / "a.csv"
        path.write_text(
            f"{head}{PLACE},{YEAR},Homes and Communities Agency,Clerk,unpublished,pounds,All services,{gbp}\n"
        )
        deliveries.add(path, judge(path, analysis.asked_of).taken(), "test")

    add(60_000_000)
    first = whole_area_count(PLACE, YEAR, returns="all")
    add(50_000_000)
    second = whole_area_count(PLACE, YEAR, returns="all")
    assert first.total_gbp - second.total_gbp == pytest.approx(10_000_000, abs=0.005)
    add(60_000_000)
    assert whole_area_count(PLACE, YEAR, returns="all").total_gbp == first.total_gbp
    assert whole_area_count(PLACE, YEAR, returns="published") == plain == whole_area_count(PLACE, YEAR)
    deliveries.remove(PLACE, YEAR, ["Homes and Communities Agency"], "test", "test")
    assert whole_area_count(PLACE, YEAR, returns="all") == plain


def held(body: str, *between: Between, figures: tuple[Figure, ...] = ()) -> Held:
    answer = Return(PLACE, YEAR, body, "unpublished", "Clerk", "", "", figures, between)
    return Held(answer, Delivery(1, "added", "me", "now", "a.csv"), 1)


def test_two_bodies_that_report_of_each_other_are_listed_with_the_rule() -> None:
    paid = Between(4, "D", "paid to", "B", "Grants", 4_100_000.0)
    got = Between(4, "D", "received from", "A", "Grants", 3_800_000.0)
    figures = (Figure(6, "J", "Grants", "", "both", 10_000_000.0, fees_gbp=1_000_000.0),)
    both = [held("A", paid, figures=figures), held("B", got)]
    row = analysis.mutual(both).iloc[0]
    assert (row["payer"], row["receiver"], row["payer_says_gbp"], row["receiver_says_gbp"]) == (
        "A",
        "B",
        4_100_000,
        3_800_000,
    )
    assert (row["difference_gbp"], row["used_gbp"], row["rule"]) == (300_000, 3_800_000, analysis.RECEIVER)
    assert analysis.figures(both)["amount_gbp"].tolist() == [
        5_200_000
    ]  # 10.0 less 1.0 income less 3.8 that B spends
    alone = analysis.figures(both[:1])["amount_gbp"].tolist()
    assert alone == [4_900_000]  # the receiver says nothing: the payer's own 4.1
    assert analysis.mutual(both[1:])["rule"].tolist() == [analysis.NOBODY]


def test_two_bodies_for_one_line_are_refused() -> None:
    lines = whole_area_count(PLACE, YEAR).lines
    with pytest.raises(UsageError, match="both speak for"):
        analysis.claims(
            lines, ["Jobcentre Plus", "Jobcentre Plus with the benefits it pays"], analysis.scoped_bodies()
        )


def test_a_wrong_choice_lists_the_choices() -> None:
    with pytest.raises(UsageError, match="Choices: none, published, partners, all"):
        whole_area_count(PLACE, YEAR, returns="everything")


def test_the_made_up_example_is_labelled_and_taken() -> None:
    path = home() / "config" / "examples" / "made_up_2024_25.csv"
    judged = judge(path, analysis.asked_of)
    assert {one.source for one in judged.taken()} == {"MADE UP"}
    assert {one.status for one in judged.returns} == {"unpublished"}


def test_a_body_that_tells_of_payments_alone_has_not_answered_for_its_lines() -> None:
    lines = whole_area_count(PLACE, YEAR).lines
    got = Between(4, "D", "received from", "A", "All services", 1.0)
    one = held("Jobcentre Plus with the benefits it pays", got)
    assert collection.answering(lines, [one]).equals(lines["spender"])
    figures = (Figure(6, "J", "All services", "", "both", 1.0),)
    both = held("Jobcentre Plus with the benefits it pays", got, figures=figures)
    assert not collection.answering(lines, [both]).equals(lines["spender"])
