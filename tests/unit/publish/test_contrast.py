import pytest

from totalplace_lib.publish.contrast import contrast, schemes, too_faint
from totalplace_lib.publish.template_files import template_text


def test_known_ratios():
    assert contrast("#000000", "#fff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # the well-known near miss
    assert contrast("#12436d", "#12436d") == 1.0


def test_our_colours_can_be_read_in_light_and_dark():
    css = template_text("report.css")
    assert list(too_faint(css)) == []
    assert schemes(css)["light"]["paper"] != schemes(css)["dark"]["paper"]


def test_a_faint_colour_is_named_with_its_scheme():
    faint = template_text("report.css").replace("--muted: #4c5a69", "--muted: #a0a0a0")
    assert "--muted on --paper has a contrast of 2.6 in light; it needs 4.5" in list(too_faint(faint))


def test_a_missing_colour_is_named():
    assert "the colour --ink is not defined" in set(too_faint(":root { --paper: #fff; }"))
