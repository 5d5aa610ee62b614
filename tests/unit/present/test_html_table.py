import xml.etree.ElementTree as ET

import pandas as pd
import pytest

from totalplace_lib.errors import UsageError
from totalplace_lib.present.columns import Column
from totalplace_lib.present.html_table import html_table

COLUMNS = {"body": Column("Body"), "amount_gbp": Column("Spending", "money", marker="marker")}
TABLE = pd.DataFrame(
    {"body": ["<script>alert(1)</script>", "B & C"], "amount_gbp": [2e9, None], "marker": ["e", "x"]}
)


@pytest.fixture
def region():
    """The markup under one root, read as XML: it is well formed or this fails."""
    return ET.fromstring(f"<root>{html_table(TABLE, COLUMNS, 'By <body>', 'by-body')}</root>")


def test_the_region_scrolls_has_a_name_and_can_be_focused(region):
    box = region.find("div")
    assert box.attrib["role"] == "region"
    assert box.attrib["tabindex"] == "0"
    assert region.find(".//*[@id='" + box.attrib["aria-labelledby"] + "']").text == "By <body>"


def test_headers_have_a_scope_and_the_first_column_heads_its_row(region):
    assert [cell.attrib["scope"] for cell in region.findall(".//thead//th")] == ["col", "col"]
    assert [cell.attrib["scope"] for cell in region.findall(".//tbody//th")] == ["row", "row"]


def test_names_stay_text_and_numbers_are_classed(region):
    assert region.find(".//tbody//th").text == "<script>alert(1)</script>"
    assert [cell.text for cell in region.findall(".//td[@class='number']")] == ["2,000.0 [e]", "[x]"]


def test_the_markers_used_are_explained(region):
    assert region.find("p").text.startswith("[x] not available; [e] estimated")


def test_an_absent_column_or_a_heading_twice_is_refused():
    with pytest.raises(UsageError, match="no column"):
        html_table(TABLE, {"nobody": Column("Body")}, "c", "i")
    with pytest.raises(UsageError, match="heading of its own"):
        html_table(TABLE, {"body": Column("A"), "marker": Column("A")}, "c", "i")
