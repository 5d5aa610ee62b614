import re
from pathlib import Path

import pytest

from totalplace_lib.present import palette

CSS = (Path(palette.__file__).parent / "exhibit.css").read_text(encoding="utf-8")
MARKS = [*palette.SIX, palette.FAINT, palette.AXIS, palette.ORDER_1, palette.ORDER_2]
AREAS = [*palette.SIX, *palette.ORDERED]


def both(colour):
    return [(colour, lambda role: role), (palette.DARK[colour], lambda role: palette.DARK[role])]


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
    assert len(palette.NAMES) == len(set(palette.NAMES.values())) == len(palette.DARK)
    assert set(palette.NAMES) == set(palette.DARK)
    assert len(set(palette.DARK.values())) == len(palette.DARK)


def test_the_style_sheet_has_the_dark_values_of_the_palette():
    dark = CSS.split("prefers-color-scheme: dark")[1].split("@media")[0]
    stated = dict(re.findall(r"--tp-([a-z0-9-]+): (#[0-9a-f]{6});", dark))
    assert stated == {palette.NAMES[role]: value for role, value in palette.DARK.items()}


def test_contrast_of_black_on_white_is_21():
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
