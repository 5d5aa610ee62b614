"""A picture to share: what stands in it, and that it is the same each time."""

from __future__ import annotations

import io
from dataclasses import replace
from unittest.mock import patch

import numpy as np
from PIL import Image
from toy_report import SHARED, by_body

from totalplace_lib.present import palette
from totalplace_lib.present.canvas import Canvas
from totalplace_lib.present.picture import picture
from totalplace_lib.present.text import text_width


def test_headline_measure_labels_range_and_source_are_painted() -> None:
    written: list[str] = []
    plain = Canvas.text

    def noted(self: Canvas, at: tuple[float, float], words: object, *rest: object, **more: object) -> None:
        written.append(str(words))
        plain(self, at, words, *rest, **more)  # type: ignore[arg-type]

    with patch.object(Canvas, "text", noted):
        picture(replace(by_body(), shared_with=SHARED["by-body"]))
    said = " ".join(written)
    for words in (
        by_body().headline,
        by_body().subtitle,
        *SHARED.values(),
        by_body().source,
        *by_body().notes,
    ):
        assert words in said
    assert "Toytown Council" in written


def test_the_same_bytes_each_time_and_all_of_the_chart() -> None:
    once, again = (picture(by_body()) for _ in range(2))
    assert once == again
    figure = by_body().figure
    assert figure is not None
    chart = figure(720).pixels(2)
    whole = np.array(Image.open(io.BytesIO(once)))
    places = [
        top
        for top in range(len(whole) - len(chart))
        if (whole[top : top + len(chart), 80:1520] == chart).all()
    ]
    assert len(places) == 1


def test_a_label_is_painted_where_it_stands_and_no_wider_than_charts_leave_for_it() -> None:
    words = "Councils: housing and council tax benefit"
    for bold in (False, True):
        canvas = Canvas(400, 40)
        canvas.text((390, 30), words, anchor="right", bold=bold)
        rows, columns = np.nonzero((canvas.pixels(2) != 255).any(axis=2))
        assert 20 < rows.min() < rows.max() < 72
        assert 770 < columns.max() <= 780
        assert 0.93 < (columns.max() - columns.min()) / 2 / text_width(words, 15, bold) < 1.01


def test_a_drawing_that_was_painted_is_drawn_as_before() -> None:
    canvas = Canvas(40, 40)
    canvas.rectangle(0, 0, 10, 10, palette.BLUE)
    before = canvas.to_svg("a", "b", "c")
    assert canvas.pixels(2).shape == (80, 80, 3)
    assert (canvas.pixels(2)[:20, :20] == (0x12, 0x43, 0x6D)).all()
    assert canvas.to_svg("a", "b", "c") == before
