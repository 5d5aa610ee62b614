"""What must hold for every chart: words, structure, safety, room, and the same bytes each time."""

import json
import re
import xml.etree.ElementTree as ET

import pytest
from chart_cases import CASES, HOSTILE

from totalplace_lib.present import charts, palette
from totalplace_lib.present.exhibit import to_record
from totalplace_lib.present.text import text_width

SVG = "{http://www.w3.org/2000/svg}"
every_chart = pytest.mark.parametrize("name", CASES)
both_widths = pytest.mark.parametrize("width", [720, 360])


def svg_of(name, width):
    made = CASES[name]()
    return ET.fromstring(made.figure(width).to_svg(f"svg-{name}", made.headline, made.alt))


def test_every_chart_has_a_case():
    made_by = {name: getattr(charts, name).__module__ for name in charts.__all__}
    offered = {name for name, module in made_by.items() if module == f"{charts.__name__}.{name}"}
    assert offered - {"table"} == set(CASES)  # a table draws nothing


@every_chart
def test_alternative_text_says_kind_message_figures_and_where_the_table_is(name):
    alt = CASES[name]().alt
    assert " of " in alt.split(":")[0]
    assert "The message." in alt
    assert alt.endswith("The figures are in the table after the chart.")
    assert re.search(r"\d", alt)
    assert "nan" not in alt


@every_chart
@both_widths
def test_the_drawing_is_well_formed_and_named(name, width):
    root = svg_of(name, width)
    assert root.attrib["role"] == "img"
    assert root.find(f"{SVG}title").text == "The message"
    assert root.find(f"{SVG}desc").text == CASES[name]().alt
    assert root.attrib["viewBox"].split()[2] == str(width)


@every_chart
@both_widths
def test_only_colours_of_the_palette_are_used(name, width):
    made = CASES[name]()
    svg = made.figure(width).to_svg("i", "t", "d")
    found = set(re.findall(r"#[0-9a-f]{6}", svg))
    assert found <= set(palette.NAMES)
    assert set(re.findall(r"--tp-([a-z0-9-]+)", svg)) == {palette.NAMES[colour] for colour in found}


@every_chart
@both_widths
def test_no_text_leaves_the_drawing_or_is_too_small_or_turned(name, width):
    root = svg_of(name, width)
    height = float(root.attrib["viewBox"].split()[3])
    for node in root.iter(f"{SVG}text"):
        style = dict(part.split(": ") for part in node.attrib["style"].split("; "))
        size = float(style["font-size"].removesuffix("px"))
        wide = text_width(node.text, size, bold=style.get("font-weight") == "700")
        left = float(node.attrib["x"]) - {"start": 0, "middle": wide / 2, "end": wide}[style["text-anchor"]]
        assert size >= 13
        assert "transform" not in node.attrib
        assert left >= -1, node.text
        assert left + wide <= width + 1, node.text
        assert size * 0.7 <= float(node.attrib["y"]) <= height, node.text


@every_chart
def test_hostile_names_stay_text(name):
    html = CASES[name]()._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert HOSTILE not in html


@every_chart
def test_same_input_same_bytes(name):
    assert CASES[name]()._repr_html_() == CASES[name]()._repr_html_()


@every_chart
def test_the_table_is_always_there_and_survives_as_a_record(name):
    made = CASES[name]()
    html = made._repr_html_()
    assert html.count("<table") == 1
    assert html.index("<svg") < html.index("<details")
    record = to_record(made)
    assert json.loads(json.dumps(record)) == record


@every_chart
def test_all_ids_in_the_page_are_unique(name):
    ids = re.findall(r' id="([^"]+)"', CASES[name]()._repr_html_())
    assert len(ids) == len(set(ids))
