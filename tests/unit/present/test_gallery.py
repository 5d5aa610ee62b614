import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from chart_cases import CASES

from totalplace_lib.present import gallery

DOCS = Path(__file__).parents[3] / "docs"
AGAIN = "run 'python -m totalplace_lib.present.gallery docs'"


def test_every_chart_is_in_the_gallery():
    assert set(gallery.ENTRIES) == set(CASES)  # which are every chart (charts/test_every_chart.py)


def test_the_page_is_that_of_the_charts_as_they_are():
    assert (DOCS / "charts.md").read_text(encoding="utf-8") == gallery.page(), AGAIN


@pytest.mark.parametrize(("name", "svg"), gallery.pictures().items())
def test_the_pictures_are_those_of_the_charts_as_they_are(name, svg):
    assert (DOCS / "images" / name).read_text(encoding="utf-8") == svg, AGAIN
    assert "var(" not in svg
    ET.fromstring(svg)


def test_it_writes_all_it_promises(tmp_path):
    gallery.write(tmp_path)
    named = {
        line.split("](")[1].rstrip(")")
        for line in (tmp_path / "charts.md").read_text().splitlines()
        if "](" in line
    }
    assert named == {f"images/{path.name}" for path in (tmp_path / "images").iterdir()}
