"""Options on the real count: tied to its lines, scaled by key, refused where they would save more than there is."""

from __future__ import annotations

import pytest

from totalplace_lib.analysis import option_results, options
from totalplace_lib.analysis.themes import count_by_theme
from totalplace_lib.errors import ConfigError, UsageError

PLACE, YEAR = "croydon", "2008-09"


@pytest.fixture(scope="module")
def whole() -> object:
    return count_by_theme(PLACE, YEAR)


def case(whole: object, slug: str = "edge_of_care", **changed: object) -> options.Case:
    return options.of_count(slug, {**options.read_option(slug), **changed}, whole, draws=200)  # type: ignore[arg-type]


def test_a_gain_names_the_money_of_the_places_own_lines(whole: object) -> None:
    parts = whole.parts  # type: ignore[attr-defined]
    care = parts[
        parts["part"].str.startswith("Looked-after children") & (parts["spender_group"] == "Councils")
    ]
    line = case(whole).lines.set_index("effect").loc["Years in care"]
    assert line["lines_gbp"] == round(float(care["amount_gbp"].sum()), 2)
    assert line["most_gbp"] == round(0.3 * line["lines_gbp"], 2)


def test_saving_more_than_there_is_is_refused_or_flagged(whole: object) -> None:
    with pytest.raises(
        ConfigError, match="more than the cohort's share of the lines: Years in care"
    ) as refused:
        case(whole, cohort_rate=0.5, over="refuse")
    assert refused.value.exit_code == 5 and 'over = "flag"' in str(refused.value)
    assert case(whole, cohort_rate=0.5, over="flag").is_over


def test_a_place_has_people_in_proportion_to_the_key(whole: object) -> None:
    home = options.case("persistent_offenders", "luton-central-bedfordshire", YEAR, draws=100)
    assert home.people == pytest.approx(250)
    here = case(whole, "persistent_offenders")
    assert here.people == pytest.approx(250 * here.appraised.option.cohort.low / 200)


def test_money_is_in_the_prices_of_the_year_and_in_cash(whole: object) -> None:
    one = case(whole)
    real, cash = option_results.by_body_and_year(one), option_results.by_body_and_year(one, "cash")
    assert real["year"].iloc[0] == YEAR and (real["year"] == cash["year"]).all()
    first = real["year"] == YEAR
    assert (real.loc[first, "costs_gbp"] == cash.loc[first, "costs_gbp"]).all()
    later = (real["year"] == "2010-11") & (real["body"] == "Council")
    assert cash.loc[later, "costs_gbp"].iloc[0] == pytest.approx(
        real.loc[later, "costs_gbp"].iloc[0] * option_results.cash_factor(YEAR, "2010-11"), abs=0.01
    )
    assert (
        option_results.cash_factor("2024-25", "2039-40")
        > option_results.cash_factor("2024-25", "2030-31")
        > 1
    )


def test_optimism_bias_is_taken_off_gains_and_put_on_costs(whole: object) -> None:
    data = options.read_option("edge_of_care")
    plain = options.of_count("edge_of_care", data, whole, draws=100, optimism=False)  # type: ignore[arg-type]
    both = case(whole).appraised.central, plain.appraised.central
    assert both[0].costs[0] == pytest.approx(1.4 * both[1].costs[0])
    assert both[0].cash[0] == pytest.approx(0.6 * both[1].cash[0])


def test_what_a_slider_changes_is_changed_for_that_case_alone(whole: object) -> None:
    assert case(whole, cohort_rate=0.002).people == pytest.approx(2 * case(whole).people)
    assert options.read_option("edge_of_care")["cohort_rate"] == [0.0005, 0.001, 0.0015]


def test_within_a_pot_the_most_valuable_are_taken(whole: object) -> None:
    cases, _ = options.of_theme("looked-after", whole, draws=100)  # type: ignore[arg-type]
    table = option_results.chosen(cases, 1e9).set_index("option")
    assert (table["is_chosen"] == (table["net_gbp"] > 0)).all()
    assert not option_results.chosen(cases, 0.0).query("is_chosen and peak_gbp > 0").size


def test_barriers_have_who_can_lift_them_and_go_with_what_they_rest_on(whole: object) -> None:
    table = options.barriers_of(options.read_option("one_service_for_young_people"), "2008-09")
    assert table["lift"].tolist() == ["guidance or reporting change", "local agreement"]
    assert len(options.barriers_of(options.read_option("one_service_for_young_people"), "2024-25")) == 1


def test_an_unknown_word_is_named_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="Did you mean 'edge_of_care'"):
        options.read_option("edge_of_car")
    with pytest.raises(UsageError, match="There is no theme"):
        options.options("banana")
