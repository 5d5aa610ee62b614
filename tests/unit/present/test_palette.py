import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from totalplace_lib.present import charts, palette
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption

CSS = (Path(palette.__file__).parent / "exhibit.css").read_text(encoding="utf-8")
DARK_CSS = CSS.split("prefers-color-scheme: dark")[1].split("@media")[0]
STATED = dict(re.findall(r"--tp-([a-z0-9-]+): (#[0-9a-f]{6});", DARK_CSS))
DARK = {role: STATED.get(name) for role, name in palette.NAMES.items()}
MARKS = [*palette.SIX, palette.FAINT, palette.AXIS, palette.ORDER_1, palette.ORDER_2]
AREAS = [*palette.SIX, *palette.ORDERED]


def both(colour):
    return [(colour, lambda role: role), (DARK[colour], lambda role: DARK[role])]


@pytest.mark.parametrize("colour", MARKS)
def test_marks_reach_three_to_one_on_the_card_light_and_dark(colour):
    for value, mode in both(colour):
        assert palette.contrast(value, mode(palette.PAPER)) >= 3


@pytest.mark.parametrize("colour", AREAS)
def test_text_on_an_area_reaches_four_and_a_half_to_one_light_and_dark(colour):
    for value, mode in both(colour):
        assert palette.contrast(mode(palette.text_on(colour)), value) >= 4.5


@pytest.mark.parametrize("colour", [palette.INK, palette.MUTED])
def test_text_on_the_card_reaches_four_and_a_half_to_one_light_and_dark(colour):
    for value, mode in both(colour):
        assert palette.contrast(value, mode(palette.PAPER)) >= 4.5


def test_what_is_paler_than_three_to_one_is_outlined():
    assert {c for c in AREAS if palette.contrast(c, palette.PAPER) < 3} <= palette.PALE


def test_the_main_four_are_those_of_the_analysis_function():
    assert palette.MAIN == ("#12436d", "#28a197", "#801650", "#f46a25")


def test_every_role_has_a_colour_of_its_own():
    assert set(STATED) == set(palette.NAMES.values())
    assert len(palette.NAMES) == len(set(palette.NAMES.values())) == len(set(STATED.values()))


def test_contrast_of_black_on_white_is_21():
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)


NAMES_OF_A_CHART = st.lists(
    st.sampled_from([*palette.MEANINGS, "Fire and rescue", "Justice", "Police"]),
    min_size=1,
    max_size=6,
    unique=True,
)


@given(NAMES_OF_A_CHART)
def test_a_meaning_has_one_colour_whatever_stands_beside_it(names):
    colours = palette.colours_of(names)
    for name, colour in zip(names, colours, strict=True):
        assert colour == palette.MEANINGS.get(name, colour)
    others = [colour for name, colour in zip(names, colours, strict=True) if name not in palette.MEANINGS]
    taken = {palette.MEANINGS[name] for name in names if name in palette.MEANINGS}
    assert not taken & set(others) - {palette.FAINT}


@pytest.mark.parametrize(
    "together",
    [
        ["Prevention", "Reaction", "Enforcement", "Administration", "Services for everybody"],
        ["Prevention", "Reaction and enforcement", "Administration", "Services for everybody"],
        ["NHS", "Councils", "Benefits and pensions", "Tax credits and child benefit", "Skills and education bodies"],
        ["By agreement, tomorrow", "After guidance or reporting changes", "Only by law"],
        ["Government departments", "Government grants to local authorities", "Funder not reported",
         "Local taxes, borrowing and own resources"],
    ],
)  # fmt: skip
def test_meanings_that_stand_in_one_chart_are_told_apart(together):
    assert len(set(palette.colours_of(together))) == len(together)


def test_a_meaning_has_its_colour_in_a_bar_a_flow_and_over_time():
    words = Caption("c", "A headline.", "Spending", "Outturn, CLG")
    money = {"amount_gbp": Column("Spending", "money")}
    table = pd.DataFrame({"aim": ["Other", "Administration", "Reaction"], "amount_gbp": [5.0, 3.0, 2.0]})
    bar = charts.stacked_share_bar(
        table, {"aim": Column("Aim"), **money}, words, label="aim", value="amount_gbp"
    )
    twice = pd.concat([table.iloc[::-1].assign(year=year) for year in ("2007-08", "2008-09")])
    columns = {"year": Column("Year"), "aim": Column("Aim"), **money}
    over = charts.lines(twice, columns, words, period="year", value="amount_gbp", series="aim")
    for made in (bar, over):
        svg = made.figure(720).to_svg("i", "t", "d")
        assert {palette.MEANINGS["Administration"], palette.MEANINGS["Reaction"]} <= set(
            re.findall("#[0-9a-f]{6}", svg)
        )
    flow = pd.DataFrame({"from": ["Councils", "NHS"], "to": ["Care", "Care"], "amount_gbp": [9.0, 1.0]})
    columns = {"from": Column("Who spends"), "to": Column("On what"), **money}
    drawn = charts.alluvial(flow, columns, words, stages=["from", "to"], value="amount_gbp").figure(720)
    bands = re.findall(r"fill: var\(--tp-[a-z]+, (#[0-9a-f]{6})\); opacity", drawn.to_svg("i", "t", "d"))
    assert set(bands) == {palette.MEANINGS["Councils"], palette.MEANINGS["NHS"]}
