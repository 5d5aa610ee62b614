"""The words and pictures of options, on the real count of Croydon and Dorset."""

from __future__ import annotations

from typing import Any

import pytest

from totalplace_lib.analysis import options as analysis
from totalplace_lib.analysis.appraisal.moving import moved
from totalplace_lib.analysis.themes import count_by_theme
from totalplace_lib.errors import UsageError
from totalplace_lib.present.exhibit import Exhibit
from totalplace_lib.present.explorer.sliders import Sliders
from totalplace_lib.present.note import Notes
from totalplace_lib.present.views import option_case, options, poolable


@pytest.fixture(scope="module")
def dorset() -> Any:
    return count_by_theme("dorset-poole-bournemouth", "2008-09")


@pytest.fixture(scope="module")
def found(dorset: Any) -> options.ThemeOptions:
    return options.options_of("older-people", dorset)


def test_the_first_screen_says_cost_saving_cash_payback_and_whose_pockets(
    found: options.ThemeOptions,
) -> None:
    short = options.in_short(found)
    assert (
        short.text == "What could be done differently: 3 options, in 2008-09 prices, 2 of them illustrative."
    )
    first = short.points[0]
    people = f"{found.cases[0].people:,.0f}"
    assert first.startswith(f"Older people cared for outside hospital (evidence C): for {people} people, £")
    assert (
        "all of it capacity and no cash; paid back in year 1, never in cash alone" in first
        and "The council and the health service invest most; the health service gains most." in first
        and "In the way: beds that are freed fill up again, so the saving is never cashed (to sign: " in first
    )
    assert "the only one" not in str(options.opening(found)) and len(options.opening(found).findings) == 3


def test_no_pool_in_cash_where_beds_fill_again(found: options.ThemeOptions) -> None:
    said = options.pools(found).points[0]
    assert "not in cash" in said and "only if capacity that is released counts as a gain" in said
    council = options.who_pays_and_gains(found)
    assert isinstance(council, Exhibit) and council.headline.startswith(
        "The council would invest more than it gains"
    )


def test_what_must_change_names_who_can_sign(found: options.ThemeOptions) -> None:
    assert "to sign: Department of Health; NHS trusts" in options.in_the_way(found).points[0]
    assert "that nothing is cashed is its own later finding" in options.basis(found).points[0].lower()


def test_every_exhibit_is_drawn_wide_and_narrow_and_has_its_alternative_text(
    found: options.ThemeOptions, dorset: Any
) -> None:
    case = found.cases[0]
    names = ("over_time", "payback", "pockets", "pool", "what_matters", "on_the_lines", "measures")
    shown = [getattr(option_case, name)(case) for name in names]
    parts = dorset.parts[dorset.parts["theme"] == "older-people"]
    shown += [
        options.beside_each_other(found),
        poolable.poolable_pot(parts, "money", "s"),
        poolable.one_and_two(parts, "m", "s"),
    ]
    for exhibit in shown:
        assert isinstance(exhibit, Exhibit) and exhibit.alt and len(exhibit.table)
        assert exhibit.figure is None or all(
            exhibit.figure(width).to_svg("x", "t", "d") for width in (340, 700)
        )
    assert sum(exhibit.figure is not None for exhibit in shown) >= 6


def test_each_option_in_full_has_whom_money_bodies_barriers_and_evidence(
    found: options.ThemeOptions, dorset: Any
) -> None:
    shown = options.one_by_one(found)
    assert isinstance(shown, Notes) and [title for title, _ in shown.notes] == [
        one.name for one in found.cases
    ]
    words = ("For ", "£", "Could they share the cost so that none is worse off?", "to sign: ", "Evidence ")
    for _, note in shown.notes:
        assert all(word in point for word, point in zip(words, note.points, strict=True))
    assert shown._repr_html_().count("<summary>") == len(found.cases)
    few = options.one_by_one(options.options_of("older-people", dorset, most=1))
    assert isinstance(few, Notes) and "Reablement" in few.notes[-1][1].points[0]


def test_an_option_that_was_asked_for_is_shown(found: options.ThemeOptions, dorset: Any) -> None:
    assert options.chosen(found, "", dorset) is found.cases[0]
    assert options.chosen(found, "reablement", dorset).slug == "reablement"
    with pytest.raises(UsageError, match="no option 'banana'"):
        options.chosen(found, "banana", dorset)


def test_five_sliders_call_the_same_functions_as_the_report() -> None:
    shown = Sliders("child_family_place", "croydon", "2008-09")
    assert len(shown.all) == 5 and "£" in shown.result.value
    before = shown.result.value
    shown.factors["cost"].value = 200
    assert shown.result.value != before
    data = analysis.read_option("child_family_place")
    whole = count_by_theme("croydon", "2008-09")
    twice = analysis.of_count("child_family_place", moved(data, cost=2), whole, draws=100)
    plain = analysis.of_count("child_family_place", data, whole, draws=100)
    assert twice.appraised.central.costs[0] == pytest.approx(2 * plain.appraised.central.costs[0])
    shown.factors["people"].value = shown.factors["impact"].value = 0
    shown.years.value = 5
    assert "no public budget" in shown.result.value


def test_a_slider_moves_every_input_it_names() -> None:
    data = analysis.read_option("persistent_offenders")
    assert moved(data) | {"costs": 0, "effects": 0} == {**data, "costs": 0, "effects": 0}
    changed = moved(data, people=2, impact=3, anyway=0.5, years=4)
    assert changed["cohort"] == [400, 500, 600] and changed["horizon"] == 4
    assert changed["effects"][0]["impact"] == pytest.approx([0.3, 0.75, 1.0])
    assert changed["effects"][0]["deadweight"] == pytest.approx(0.65)
