"""The tournament on a made-up country of four regions whose true key is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from totalplace_lib.errors import ConfigError
from totalplace_lib.evidence import candidates, league
from totalplace_lib.evidence.tournament import Arena, arena, label, leave_out

REGIONS = ["R1", "R2", "R3", "R4"]
YEARS = ["2004-05", "2005-06"]
KEYS = {"population": [40.0, 30, 20, 10], "old": [10.0, 20, 30, 40], "poor": [25.0, 25, 40, 10]}


def shares() -> dict[str, pd.DataFrame]:
    table = pd.DataFrame(KEYS, index=REGIONS).T
    return {year: table.div(table.sum(axis=1), axis=0) for year in YEARS}


def truth(split: list[float]) -> pd.DataFrame:
    rows = [(year, region, amount) for year in YEARS for region, amount in zip(REGIONS, split, strict=True)]
    return pd.DataFrame(rows, columns=["year", "region_code", "amount_gbp"])


def shortlist(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["key", "kind", "terms"])


def held(split: list[float], *rows: tuple[str, str, str]) -> Arena:
    return arena(truth(split), shares(), shortlist(*rows))


def test_the_key_that_made_the_money_wins() -> None:
    game = held([10, 20, 30, 40], ("old", "key", ""), ("poor", "key", ""))
    chosen = game.choose(*game.everything())
    assert chosen.candidate.key == "old"
    assert game.errors(chosen, *game.everything()).sum() == pytest.approx(0.0)


def test_misplaced_money_by_hand() -> None:
    # Truth 10, 20, 30, 40; by population 40, 30, 20, 10: 30 + 10 + 10 + 30 apart, half of it misplaced, in two years.
    game = held([10, 20, 30, 40], ("old", "key", ""))
    population = game.settle(game.candidates[0], *game.everything())
    assert game.errors(population, *game.everything()).sum() == pytest.approx(2 * 40)


def test_population_wins_where_nothing_is_better() -> None:
    game = held([40, 30, 20, 10], ("old", "key", ""), ("mixed", "fitted", "old poor"))
    assert game.choose(*game.everything()).candidate.key == "population"


def test_where_law_says_who_pays_population_does_not_compete() -> None:
    game = held([40, 30, 20, 10], ("old", "statute", ""))
    assert [candidate.key for candidate in game.candidates] == ["old"]


def test_nothing_competes_with_a_key_that_was_chosen_below_the_region() -> None:
    game = held([10, 20, 30, 40], ("old", "key", ""), ("poor", "below", ""))
    assert game.choose(*game.everything()).candidate.key == "poor"
    assert {choice.candidate.key for _, _, choice in leave_out(game, "region")} == {"poor"}
    table = league.of_drivers({"care": game}).set_index("key")
    assert set(table.index) == {"population", "old", "poor"} and table["is_chosen"].sum() == 1


def test_fitted_weights_are_tenths_drawn_towards_the_first_key() -> None:
    table = shares()["2004-05"]
    split = (0.6 * table.loc["population"] + 0.4 * table.loc["old"]) * 1000
    game = held(split.tolist(), ("mixed", "fitted", "population old"))
    chosen = game.settle(game.candidates[1], *game.everything())
    # The money was made with 0.6 and 0.4; shrinkage moves one tenth to the driver's own key.
    assert label(chosen) == "0.7 population + 0.3 old"


def test_a_region_is_judged_by_a_choice_that_has_not_seen_it() -> None:
    # Only R4 tells old from population apart: left out, population must be chosen for it.
    game = held([40, 30, 20, 40], ("old", "key", ""))
    folds = {int(np.flatnonzero(regions)[0]): choice for _, regions, choice in leave_out(game, "region")}
    assert folds[3].candidate.key == "population"
    assert len(leave_out(game, "year")) == 2 and len(leave_out(game, "both")) == 8


def test_the_order_of_lines_and_regions_changes_nothing() -> None:
    rows = truth([12, 18, 30, 40]).sample(frac=1, random_state=1)
    listed = shortlist(("old", "key", ""), ("poor", "key", ""))
    one = arena(truth([12, 18, 30, 40]), shares(), listed)
    other = arena(rows, shares(), listed)
    assert (one.amounts == other.amounts).all()
    assert one.choose(*one.everything()) == other.choose(*other.everything())


def test_a_key_without_a_series_is_named() -> None:
    with pytest.raises(ConfigError, match="moonlight"):
        held([1, 2, 3, 4], ("moonlight", "key", ""))


def test_lines_are_judged_with_the_region_left_out_and_receipts_as_payments() -> None:
    lines = truth([10, 20, 30, 40]).assign(
        driver="d", department="D", programme="P", function_code="10", economic="current"
    )
    game = held([10, 20, 30, 40], ("old", "key", ""))
    table = league.of_lines(
        pd.concat([lines, lines.assign(programme="Q", amount_gbp=-lines["amount_gbp"])]),
        {"d": game},
        1,
        YEARS[1],
    )
    assert table["amount_gbp"].tolist() == [100.0] * 4
    assert table["chosen_gbp"].max() == pytest.approx(0) and table["population_gbp"].min() == pytest.approx(
        40
    )


def test_weights_in_tenths_add_to_one() -> None:
    weights = candidates.in_steps(np.array([1 / 3, 1 / 3, 1 / 3]))
    assert weights.sum() == pytest.approx(1) and sorted(weights) == pytest.approx([0.3, 0.3, 0.4])
