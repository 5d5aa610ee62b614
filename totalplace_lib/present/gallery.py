"""The gallery of charts: one example of each on made-up figures, written to docs/charts.md and docs/images.

Run `python -m totalplace_lib.present.gallery docs` after a chart changed; a test fails until that was done.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from totalplace_lib.present import gallery_examples as examples
from totalplace_lib.present.exhibit import Exhibit
from totalplace_lib.present.exhibit_html import NARROW, WIDE
from totalplace_lib.present.svg import standalone


@dataclass(frozen=True)
class Entry:
    """One chart of the gallery: its example, what it shows, how to read it, and when another is better."""

    make: Callable[[], Exhibit]
    shows: str
    read: str
    avoid: str


ENTRIES: Final = {
    "bars": Entry(
        examples.bars,
        "One figure for each of up to 20 categories.",
        "The longer the bar, the larger the figure beside it. A gap is said in words where the bar would be.",
        "For change over time (use `lines`); for parts of one whole (use `stacked_share_bar`).",
    ),
    "grouped_bars": Entry(
        examples.grouped_bars,
        "Two figures for each of up to 12 categories, such as two years.",
        "Compare the two bars of a pair first, then the pairs.",
        "For three or more figures (use `dot_comparison` or `small_multiples`).",
    ),
    "stacked_share_bar": Entry(
        examples.stacked_share_bar,
        "The parts of one whole: at most five.",
        "The width of a part is its share. With `is_ordered`, darker means further up the ladder.",
        "When a part is negative or missing (use `bars`), or to compare several wholes.",
    ),
    "lines": Entry(
        examples.lines,
        "Change over time for up to four series.",
        "Lines differ by colour and by pattern and are named at their end. A gap is a gap; [b] marks a break.",
        "For categories without an order (use `bars`); for more than four series (use `small_multiples`).",
    ),
    "small_multiples": Entry(
        examples.small_multiples,
        "Change over time for up to 12 categories, one small chart each, all on one scale.",
        "Compare the heights and slopes across the panels; the last figure is written at the end of each line.",
        "When exact differences matter (use the table).",
    ),
    "waterfall": Entry(
        examples.waterfall,
        "The ledger of a count: the start, what each step takes away or adds, and the end.",
        "Each step begins where the one above ended. The steps add up to the penny, or there is no chart.",
        "For parts of a whole that only add (use `stacked_share_bar`).",
    ),
    "alluvial": Entry(
        examples.alluvial,
        "Money flowing through two to four stages, with at most 14 nodes.",
        "The height of a band is its amount. The three widest bands are said in words; the table has them all.",
        "When exact figures matter (use the table), or for a single stage (use `bars`).",
    ),
    "heat_map": Entry(
        examples.heat_map,
        "Figures of up to 20 rows by 8 columns.",
        "Five steps of one colour, with the number in each cell.",
        "For columns of different kinds or scales (use a table).",
    ),
    "bubble_map": Entry(
        examples.bubble_map,
        "Amounts of up to 60 places where they lie.",
        "The area of a bubble is its amount. The table under it ranks the places.",
        "When location does not matter (use `bars`); for rates (area suggests size).",
    ),
    "range_plot": Entry(
        examples.range_plot,
        "A central figure with its low and high for up to 15 categories, and the grade of the evidence.",
        "The dot is the central figure, the line the range. A dot alone is an actual figure.",
        "When there is no range (use `bars`).",
    ),
    "dot_comparison": Entry(
        examples.dot_comparison,
        "A place against one or two wider areas, for up to 15 categories.",
        "The dot is the place, the diamond and the stroke are the wider areas; the figure is that of the place.",
        "For more than three figures in a row (use a table).",
    ),
}  # fmt: skip


def page() -> str:
    """The gallery as Markdown, with alternative text for each picture."""
    parts = [
        "# Charts",
        "Every chart is one function of `totalplace_lib.present.charts`. It takes a table, how the columns are shown\n"
        "(`Column`), the words (`Caption`) and which column plays which part, and gives an `Exhibit`: figure, table\n"
        "and alternative text together. It refuses more categories than can be read and says what to do instead.\n"
        "The pictures use made-up figures. Each is drawn twice, for wide screens and for phones.",
    ]
    for name, entry in ENTRIES.items():
        made = entry.make()
        stem = f"images/chart-{made.slug}"
        parts += [
            f"## {name}",
            f"**Shows** {entry.shows}\n\n**How to read it** {entry.read}\n\n**Not** {entry.avoid}",
            f"![{made.alt}]({stem}.svg)",
            f"On a phone: [{made.slug}]({stem}-narrow.svg)",
        ]
    return "\n\n".join(parts) + "\n"


def pictures() -> dict[str, str]:
    """File name to SVG, wide and narrow, for every chart."""
    files = {}
    for entry in ENTRIES.values():
        made = entry.make()
        assert made.figure is not None
        for width, ending in ((WIDE, ""), (NARROW, "-narrow")):
            svg = made.figure(width).to_svg(f"chart-{made.slug}", made.headline, made.alt)
            files[f"chart-{made.slug}{ending}.svg"] = standalone(svg)
    return files


def write(docs: Path) -> None:
    """Write charts.md and the pictures into the folder of documents."""
    (docs / "images").mkdir(parents=True, exist_ok=True)
    (docs / "charts.md").write_text(page(), encoding="utf-8")
    for name, svg in pictures().items():
        (docs / "images" / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
