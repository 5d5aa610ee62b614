"""A chart as a picture to share, which stands alone: headline, measure, drawing, range, notes and source."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from totalplace_lib.present import palette
from totalplace_lib.present.canvas import SMALL, TEXT, Canvas
from totalplace_lib.present.text import wrap

if TYPE_CHECKING:
    from totalplace_lib.present.exhibit import Exhibit

_SCALE: Final = 2  # pixels for each px: 1,600 across
_WIDE: Final = 720
_MARGIN: Final = 40
_HEADLINE: Final = 24.0
_MOST_LINES: Final = 4  # of one text


@dataclass(frozen=True)
class _Block:
    """Lines of text of one look."""

    lines: Sequence[str]
    size: float
    colour: str = palette.MUTED
    bold: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * 1.25 + self.size * 0.5

    def draw(self, canvas: Canvas, top: float) -> float:
        """On the canvas below this line; where it ends."""
        for number, line in enumerate(self.lines):
            at = (_MARGIN, top + self.size * (1 + number * 1.25))
            canvas.text(at, line, self.colour, self.size, bold=self.bold)
        return top + self.height


def picture(exhibit: Exhibit) -> bytes:
    """The exhibit's drawing with its words as a file of PNG, 1,600 pixels wide; the same bytes for the same exhibit."""
    from PIL import Image

    assert exhibit.figure is not None
    chart = exhibit.figure(_WIDE).pixels(_SCALE)
    above, below = _above(exhibit), _below(exhibit)
    height = sum(block.height for block in (*above, *below)) + len(chart) / _SCALE + 2.5 * _MARGIN
    canvas = Canvas(_WIDE + 2 * _MARGIN, round(height))
    top: float = _MARGIN
    for block in above:
        top = block.draw(canvas, top)
    first, left = round(top * _SCALE), _MARGIN * _SCALE
    top += len(chart) / _SCALE + _MARGIN / 2
    for block in below:
        top = block.draw(canvas, top)
    painted = canvas.pixels(_SCALE)
    painted[first : first + len(chart), left : left + chart.shape[1]] = chart
    made = io.BytesIO()
    Image.fromarray(painted).save(made, "png")
    return made.getvalue()


def _above(exhibit: Exhibit) -> list[_Block]:
    headline = wrap(exhibit.headline, _WIDE / 1.1, _HEADLINE, _MOST_LINES)  # bold is wider than wrap measures
    return [
        _Block(headline, _HEADLINE, palette.INK, bold=True),
        _Block(wrap(exhibit.subtitle, _WIDE, TEXT, _MOST_LINES), TEXT),
    ]


def _below(exhibit: Exhibit) -> list[_Block]:
    said = (exhibit.shared_with, *exhibit.notes, f"Source: {exhibit.source}. Made with Total Place.")
    return [_Block(wrap(one, _WIDE, SMALL, _MOST_LINES), SMALL) for one in said if one]
