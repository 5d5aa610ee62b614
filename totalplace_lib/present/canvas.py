"""A small drawing surface over matplotlib: pixels, y downwards, text placed by measured widths, SVG out.

One px of the canvas is one unit of the SVG's viewBox. There is no layout pass: charts compute their own
layout from label widths (text.py), which takes a few milliseconds where matplotlib's own takes tens.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from totalplace_lib.present import palette
from totalplace_lib.present.svg import finished
from totalplace_lib.present.text import clean, text_width

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

TEXT: Final = 15.0  # px: labels; never smaller than SMALL
SMALL: Final = 13.0
LINE: Final = 18.0  # from one baseline to the next
_AS_WIDE: Final = {False: 0.86, True: 0.83}  # of Arial's size: as wide as Arial, by which charts are laid out
Point = tuple[float, float]
Anchor = Literal["left", "center", "right"]
_ANCHORS: Final[dict[Anchor, str]] = {"left": "start", "center": "middle", "right": "end"}

# The style of every drawing. A fixed hash salt gives the same ids each time; no mathematics in names ("$").
STYLE: Final[Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "totalplace",
    "text.parse_math": False,
    "path.simplify": False,
}


class Canvas:
    """Rectangles, lines, paths, circles and text at places given in px from the top left corner."""

    def __init__(self, width: float, height: float) -> None:
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        self.width, self.height = width, height
        self._figure = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor=palette.PAPER)
        self._down = Affine2D().scale(1, -1).translate(0, height)
        self._above = 10  # drawing order: what comes later lies above

    def rectangle(self, left: float, top: float, width: float, height: float, colour: str) -> None:
        """A filled area, outlined when it is pale; a negative width or height goes the other way."""
        from matplotlib.patches import Rectangle

        edge = palette.AXIS if colour in palette.PALE else "none"
        self._add(Rectangle((left, top), width, height, facecolor=colour, edgecolor=edge, linewidth=1))

    def line(
        self, points: Sequence[Point], colour: str, width: float = 1.0, dash: Sequence[float] = ()
    ) -> None:
        """A line through the points; dash is lengths of ink and gap in px."""
        from matplotlib.lines import Line2D

        xs, ys = zip(*points, strict=True)
        line = Line2D(xs, ys, color=colour, linewidth=width, solid_capstyle="butt", dash_capstyle="butt")
        if dash:
            line.set_linestyle((0, tuple(length / width for length in dash)))
        self._add(line)

    def shape(self, points: Sequence[Point], codes: Sequence[int], colour: str, opacity: float = 1.0) -> None:
        """A filled path of matplotlib codes (1 move, 2 line, 4 curve, 79 close)."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        patch = PathPatch(Path(list(points), list(codes)), facecolor=colour, edgecolor="none")
        if opacity < 1:
            patch.set_alpha(opacity)
        self._add(patch)

    def circle(self, centre: Point, radius: float, colour: str) -> None:
        """A filled circle with a thin edge that keeps it apart from its neighbours."""
        from matplotlib.patches import Circle

        self._add(Circle(centre, radius, facecolor=colour, edgecolor=palette.PAPER, linewidth=1.5))

    def text(
        self,
        at: Point,
        words: object,
        colour: str = palette.INK,
        size: float = TEXT,
        anchor: Anchor = "left",
        bold: bool = False,
        backed: bool = False,
    ) -> None:
        """One horizontal line of text; at is the point on its baseline where the anchor is.

        backed: on a strip of card, so that no grid line runs through it.
        """
        if backed:
            width = text_width(clean(words), size, bold) + 6
            left = at[0] - 3 - {"left": 0, "center": width / 2 - 3, "right": width - 6}[anchor]
            self.rectangle(left, at[1] - size, width, size * 1.3, palette.PAPER)
        self._add(_label_class()(at, clean(words), colour, size, anchor, bold))

    def lines_of_text(self, at: Point, lines: Sequence[str], **kwargs: Any) -> None:
        """Several lines, the block centred vertically on the point."""
        x, middle = at
        first = middle - (len(lines) - 1) * LINE / 2 + TEXT * 0.35
        for number, line in enumerate(lines):
            self.text((x, first + number * LINE), line, **kwargs)

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Bare matplotlib axes in a box of the canvas, for seaborn to draw in."""
        box = (left / self.width, 1 - (top + height) / self.height, width / self.width, height / self.height)
        axes = self._figure.add_axes(box)
        axes.set_axis_off()
        return axes

    def to_svg(self, ident: str, title: str, description: str) -> str:
        """Inline SVG: role img with title and description, colours as variables; same input, same bytes."""
        import matplotlib
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        raw = io.StringIO()
        with matplotlib.rc_context(STYLE):
            draw: Any = FigureCanvasSVG(self._figure).print_svg
            draw(raw, metadata={"Date": None, "Creator": None})
        return finished(raw.getvalue(), ident, title, description)

    def pixels(self, scale: int) -> NDArray[np.uint8]:
        """The drawing painted, scale pixels for each px: rows x columns x RGB. Same input, same pixels."""
        import matplotlib
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        self._figure.set_dpi(72 * scale)
        self._down.scale(scale)
        painted: Any = FigureCanvasAgg(self._figure)
        with matplotlib.rc_context(STYLE):
            painted.draw()
        self._down.scale(1 / scale)
        made: NDArray[np.uint8] = np.array(painted.buffer_rgba())[:, :, :3]
        return made

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self._down)
        artist.set_zorder(self._above)
        self._above += 1
        self._figure.add_artist(artist)


@functools.cache
def _label_class() -> Any:
    """Text that goes to the SVG as it is. A matplotlib Text would look up fonts and compute a layout, which costs
    more than half of a drawing."""
    from matplotlib.artist import Artist

    class Label(Artist):
        def __init__(
            self, at: Point, words: str, colour: str, size: float, anchor: Anchor, bold: bool
        ) -> None:
            super().__init__()
            self._at, self._words, self._anchor = at, words, anchor
            self._look = (colour, size, bold)

        def draw(self, renderer: Any) -> None:
            write = _write if hasattr(renderer, "writer") else _paint
            write(renderer, self._at, self._words, self._anchor, *self._look)

    return Label


def _write(
    renderer: Any, at: Point, words: str, anchor: Anchor, colour: str, size: float, bold: bool
) -> None:
    """The text into an SVG."""
    weight = "font-weight: 700; " if bold else ""
    style = f"{weight}font-size: {size:g}px; text-anchor: {_ANCHORS[anchor]}; fill: {colour}"
    x, y = (f"{value:f}".rstrip("0").rstrip(".") for value in at)
    renderer.writer.element("text", words, attrib={"style": style, "x": x, "y": y})


def _paint(
    renderer: Any, at: Point, words: str, anchor: Anchor, colour: str, size: float, bold: bool
) -> None:
    """The text into pixels, in the letters that come with matplotlib: the same bytes on every machine."""
    import matplotlib
    from matplotlib.font_manager import FontProperties

    file = f"{matplotlib.get_data_path()}/fonts/ttf/DejaVuSans{'-Bold' if bold else ''}.ttf"
    font, scale = FontProperties(fname=file, size=size * _AS_WIDE[bold]), renderer.dpi / 72
    width, _, _ = renderer.get_text_width_height_descent(words, font, False)
    pen = renderer.new_gc()
    pen.set_foreground(colour)
    back = {"left": 0.0, "center": width / 2, "right": width}[anchor]
    renderer.draw_text(pen, at[0] * scale - back, at[1] * scale, words, font, 0)
    pen.restore()
