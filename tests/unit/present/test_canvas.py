import xml.etree.ElementTree as ET

import pytest

from totalplace_lib.present import palette
from totalplace_lib.present.canvas import Canvas

SVG = "{http://www.w3.org/2000/svg}"


def drawn():
    canvas = Canvas(200, 100)
    canvas.rectangle(10, 20, 30, 40, palette.BLUE)
    canvas.line([(0, 0), (50, 50)], palette.AXIS, 2, (4, 2))
    canvas.text((5, 90), "<b>$x_1$ & 北京</b>", backed=True, bold=True)
    canvas.circle((100, 50), 10, palette.ORANGE)
    canvas.shape([(0, 0), (1, 0), (1, 1), (0, 0)], (1, 2, 2, 79), palette.PINK, 0.5)
    canvas.lines_of_text((150, 50), ["one", "two"], anchor="right")
    return canvas.to_svg("svg-test", "A <title>", "What it shows & where")


def test_the_svg_is_well_formed_and_has_title_and_description():
    root = ET.fromstring(drawn())
    assert root.attrib["role"] == "img"
    assert root.attrib["viewBox"] == "0 0 200 100"
    named = root.attrib["aria-labelledby"].split()
    assert [root.find(f"*[@id='{ident}']").text for ident in named] == ["A <title>", "What it shows & where"]


def test_text_stays_text_as_it_was_given():
    texts = [node.text for node in ET.fromstring(drawn()).iter(f"{SVG}text")]
    assert texts == ["<b>$x_1$ & 北京</b>", "one", "two"]


def test_places_are_px_from_the_top_left():
    paths = [node.attrib["d"].split() for node in ET.fromstring(drawn()).iter(f"{SVG}path")]
    assert paths[1][1:3] == ["10", "20"]


def test_every_colour_is_a_variable_with_its_light_value():
    svg = drawn()
    assert f"fill: var(--tp-blue, {palette.BLUE})" in svg
    assert svg.count("#") == svg.count("var(--tp-")


def test_same_input_same_bytes():
    assert drawn() == drawn()


def test_nothing_of_it_leaks_into_the_page():
    svg = drawn()
    for forbidden in ("<style", "<metadata", "<?xml", "<!DOCTYPE", "xlink", "<!--", "font-family:"):
        assert forbidden not in svg


@pytest.mark.filterwarnings("error")
def test_scripts_without_a_glyph_in_the_font_raise_no_warning():
    assert "北京" in drawn()


def test_what_is_drawn_later_lies_above():
    svg = drawn()
    assert svg.index(palette.BLUE) < svg.index(palette.AXIS) < svg.index(palette.ORANGE)


def test_ids_are_kept_only_where_something_refers_to_them():
    canvas = Canvas(100, 100)
    axes = canvas.axes(10, 10, 50, 50)
    axes.plot([0, 1], [0, 1], color=palette.BLUE)
    root = ET.fromstring(canvas.to_svg("svg-axes", "t", "d"))
    ids = [node.attrib["id"] for node in root.iter() if "id" in node.attrib]
    assert len(ids) == len(set(ids))
    assert all(ident.startswith("svg-axes-") for ident in ids)
