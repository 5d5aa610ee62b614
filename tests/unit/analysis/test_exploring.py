"""Questions of the explorer on the processed tables: keys, scope, theme, prices; and what is refused."""

from __future__ import annotations

import pytest

from totalplace_lib.analysis import rekeying
from totalplace_lib.analysis.exploring import Asked, answer, counted, warming
from totalplace_lib.analysis.themes import count_by_theme
from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Year
from totalplace_lib.national.money import sharing

PLAIN = Asked("rutland", "2009-10")


def asked(**changes: object) -> Asked:
    return Asked(**({"place": "rutland", "year": "2009-10"} | changes))  # type: ignore[arg-type]


def test_a_plain_question_is_the_count_itself() -> None:
    found = answer(PLAIN)
    whole = whole_area_count("rutland", "2009-10")
    assert found.count.total_gbp == whole.total_gbp == found.own_gbp == found.keyed_gbp
    assert found.effects.empty
    assert found.left_out_gbp == 0
    assert counted(PLAIN).total_gbp == whole.total_gbp


def test_what_each_key_changes_adds_up_to_the_change_of_the_total() -> None:
    keys = (("state_pension", "children"), ("hospitals", "oldest"), ("councils: Police", "children"))
    found = answer(asked(keys=keys))
    assert set(found.effects["driver"]) == {driver for driver, _ in keys}
    assert (found.effects["change_gbp"] != 0).all()
    assert found.effects["change_gbp"].sum() == pytest.approx(found.keyed_gbp - found.own_gbp, abs=0.01)
    assert found.count.ledger["out_gbp"].iloc[-1] == found.count.total_gbp


def test_the_key_that_the_count_uses_is_no_change() -> None:
    own = rekeying.drivers("2009-10").set_index("driver").loc["state_pension", "key"]
    assert answer(asked(keys=(("state_pension", own),))).asked.keys == ()


def test_england_is_the_same_by_any_key() -> None:
    found = answer(asked(place="england", keys=(("state_pension", "population"),)))
    assert found.keyed_gbp == found.own_gbp


def test_leaving_out_takes_off_exactly_what_is_left_out() -> None:
    whole = whole_area_count("rutland", "2009-10").lines
    out = (whole["function"] == "Education") | (whole["spender_group"] == "Police")
    found = answer(asked(left_out=(("function", "Education"), ("spender_group", "Police"))))
    assert found.left_out_gbp == pytest.approx(whole.loc[out, "amount_gbp"].sum(), abs=0.005)
    assert found.count.ledger["step"].iloc[-1] == "scope"
    assert found.count.ledger["out_gbp"].iloc[-1] == found.count.total_gbp


def test_a_theme_is_what_the_themes_of_the_count_say() -> None:
    parts = count_by_theme("rutland", "2009-10").parts
    found = answer(asked(theme="children"))
    assert found.count.total_gbp == round(parts.loc[parts["theme"] == "children", "amount_gbp"].sum(), 2)
    assert list(found.count.lines.columns) == list(whole_area_count("rutland", "2009-10").lines.columns)


def test_real_prices_scale_every_figure_alike() -> None:
    cash, real = answer(PLAIN), answer(asked(prices="2019-20"))
    assert real.own_gbp > cash.own_gbp
    assert real.count.total_gbp == pytest.approx(real.own_gbp, abs=5)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"place": "ruttland"}, "Nearest: rutland"),
        ({"year": "1999-00"}, "Years that can"),
        ({"lens": "narrow"}, "Lenses: all"),
        ({"theme": "space"}, "Themes: "),
        ({"prices": "1066-67"}, "write cash"),
        ({"keys": (("moon", "population"),)}, "Drivers: "),
        ({"keys": (("state_pension", "moon"),)}, "Keys: "),
        ({"left_out": (("colour", "red"),)}, "By: spender_group, function"),
    ],
)
def test_a_word_that_is_not_known_is_refused_with_those_that_are(
    change: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        answer(asked(**change))


@pytest.mark.slow
def test_warming_ends_ready_and_shares_every_wide_catchment() -> None:
    steps = list(warming("2009-10"))
    assert steps[-1] == ("ready", 1.0)
    assert [done for _, done in steps] == sorted(done for _, done in steps)
    made = sharing(Year.parse("2009-10"))
    before = {code: made.shared([code]).placed for code in made.wide[:3]}
    assert all(not frame.empty for frame in before.values())
