"""A name has one figure: told apart by place, year and kind, whatever the reports that it stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from totalplace_lib.publish import named_totals
from totalplace_lib.publish.named_totals import FUNCTION, GROUP, Named
from totalplace_lib.publish.record import ReportMeta, ReportResult, RunRecord, State


def named(amount: float, where: str = "a.csv", kind: str = GROUP, year: str = "2008-09") -> Named:
    return Named("here", year, kind, "nhs", amount, where)


def test_two_figures_under_one_name_are_told_with_where_they_stand() -> None:
    (fault,) = named_totals.different([named(678.0), named(663.0, "b.csv"), named(663.0, "c.csv")])
    assert fault == (
        "here, 2008-09: the group of bodies 'nhs' has different figures: "
        "678.00 in a.csv; 663.00 in b.csv; 663.00 in c.csv"
    )


def test_another_year_or_kind_is_another_name_and_pence_are_forgiven() -> None:
    assert named_totals.different([named(1.0), named(2.0, year="2009-10"), named(3.0, kind=FUNCTION)]) == []
    assert named_totals.different([named(1.0), named(1.04)]) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports of one place: what the count says of the NHS, and flows that leave a negative path out."""
    tables = {
        "count": ("by-group", "spender_group,amount_gbp\nNHS,663\nCouncils,337\n"),
        "flows": ("flow", "spender_group,function,amount_gbp\nNHS,Health,678\nOther bodies,Housing,322\n"),
    }
    results = []
    for report, (slug, text) in tables.items():
        meta = ReportMeta(
            "here", "Here", report, report, "2008-09", {"year": "2008-09"}, stem=f"{report}-2008-09"
        )
        data = tmp_path / f"{meta.id}-data"
        data.mkdir(parents=True)
        (data / f"{slug}.csv").write_text(text, "utf-8")
        results.append(ReportResult(meta, State.MADE, files=(meta.page,)))
    (tmp_path / "run.json").write_text(RunRecord(tuple(results)).to_json(), "utf-8")
    return tmp_path


def test_a_negative_path_that_was_left_out_is_found(folder: Path) -> None:
    (fault,) = named_totals.differing(folder)
    assert "'nhs' has different figures: 663.00 in" in fault


def test_a_table_that_does_not_add_up_to_the_total_is_found(folder: Path) -> None:
    path = next(folder.rglob("flow.csv"))
    path.write_text(path.read_text("utf-8").replace("678", "663"), "utf-8")
    (fault,) = named_totals.differing(folder)
    assert "the total 'all public spending' has different figures: 1,000.00" in fault
    path.write_text(path.read_text("utf-8").replace("322", "337"), "utf-8")
    assert named_totals.differing(folder) == []


@pytest.mark.parametrize(("outside", "faults"), [(266, 0), (265, 1)])
def test_a_body_in_both_lenses_is_one_body_and_the_lenses_add_up_to_the_total(
    folder: Path, outside: int, faults: int
) -> None:
    next(folder.rglob("flow.csv")).unlink()
    data = next(folder.rglob("by-group.csv")).parent
    (data / "bodies-of-the-place.csv").write_text("spender,amount_gbp\nCouncil,337\nNHS,397\n", "utf-8")
    (data / "bodies-from-outside.csv").write_text(f"spender,amount_gbp\nNHS,{outside}\n", "utf-8")
    found = named_totals.differing(folder)
    assert len(found) == faults, found


@pytest.mark.parametrize(("all_gbp", "faults"), [(158, 0), (155, 1)])
def test_a_barrier_has_one_sum_of_all_money_whatever_part_of_it_a_theme_has(
    folder: Path, all_gbp: int, faults: int
) -> None:
    results = []
    for report, text in (
        ("overlap", "name,amount_gbp\nDifferent targets,158\n"),
        ("deep_dive", f"name,amount_gbp,all_gbp\nDifferent targets,120,{all_gbp}\n"),
    ):
        meta = ReportMeta("here", "Here", report, report, "2008-09", {"year": "2008-09"}, stem=report)
        data = folder / f"{meta.id}-data"
        data.mkdir(parents=True)
        (data / "barriers.csv").write_text(text, "utf-8")
        results.append(ReportResult(meta, State.MADE, files=(meta.page,)))
    (folder / "run.json").write_text(RunRecord(tuple(results)).to_json(), "utf-8")
    found = named_totals.differing(folder)
    assert len(found) == faults
    assert all("the barrier 'different targets' has different figures" in fault for fault in found)
