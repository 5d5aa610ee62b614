"""Keys of receipts: the config holds what the regions choose, and no range is better than what was tested."""

from __future__ import annotations

from totalplace_lib.evidence import receipts


def test_every_line_has_a_driver_and_every_driver_was_measured() -> None:
    known = receipts.measured()
    assert set(receipts.truth()["driver"]) <= set(known.index) == set(receipts.drivers().index)
    assert set(known["grade"]) <= {"C", "D"} and (known["half_width"] > 0).all()


def test_the_chosen_keys_misplace_less_than_people_between_regions_left_out() -> None:
    table = receipts.measured().dropna(subset=["region_out"])
    better = table[table["chosen"] != "population"]
    assert (better["by_key"] < better["by_people"]).all()
    assert table.loc["council_tax", "region_out"] < 0.01 and table.loc["income_tax", "region_out"] < 0.025


def test_a_tax_that_follows_its_key_exactly_is_chosen_by_it() -> None:
    held = receipts.arenas()["council_tax"]
    own = held.shares["council_tax"] * held.amounts.sum(axis=1, keepdims=True)
    exact = type(held)(held.years, held.regions, own, held.shares, held.candidates)
    chosen = exact.choose(*exact.everything())
    assert chosen.candidate.key == "council_tax"
    assert exact.errors(chosen, *exact.everything()).sum() < 1.0


def test_receipts_of_the_regions_are_those_of_england_within_rounding() -> None:
    sums = receipts.truth().groupby("year")["amount_gbp"].sum() / 1e6
    assert abs(sums["2024-25"] - 981643.0) < 30


def test_between_nations_people_share_what_they_share_here() -> None:
    table = receipts.by_nation()
    assert set(table["nation"]) == {"Wales", "Scotland", "Northern Ireland"}
    keys = receipts.drivers()["key"]
    assert set(keys[table["driver"]]) == {"population"}
    vat = table[table["driver"] == "vat"].set_index("nation")["off"]
    assert (vat.abs() < 0.1).all()
