"""An exhibit as one HTML figure: caption, drawing for wide and narrow screens, source, table in details."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from totalplace_lib.present.html_table import html_table
from totalplace_lib.present.text import escape

if TYPE_CHECKING:
    from totalplace_lib.present.exhibit import Exhibit

# Two drawings of the same figure: text in an SVG shrinks with the screen, so a phone gets its own layout at
# about its own width. exhibit.css shows one of them; without the style sheet only the wide one is seen.
WIDE = 720
NARROW = 360
SHORT = 8  # rows of a table on its own that stands open, and words with its heading
BRIEF = 60
_TAG = re.compile(r"<[^>]*>")
SOURCE = (
    '<p class="exhibit-source">Source: ',
    "</p>",
)  # a page gathers what stands between (publish.typeset)


def exhibit_html(exhibit: Exhibit) -> str:
    """The exhibit as a figure element. A table under a drawing is closed, and so is a long one on its own."""
    table = html_table(exhibit.table, exhibit.columns, exhibit.subtitle, exhibit.slug)
    words = len(_TAG.sub(" ", table).split())
    is_closed = exhibit.figure is not None or len(exhibit.table) > SHORT or words > BRIEF
    parts = [
        f'<figcaption><p class="exhibit-headline"><strong>{escape(exhibit.headline)}</strong></p>'
        f'<p class="exhibit-subtitle">{escape(exhibit.subtitle)}</p></figcaption>'
    ]
    if exhibit.figure or not is_closed:
        parts.append(_drawings(exhibit) if exhibit.figure else table)
    if exhibit.how_to_read:
        parts.append(f'<p class="exhibit-read">How to read this: {escape(exhibit.how_to_read)}</p>')
    parts.extend(f'<p class="exhibit-note">{escape(note)}</p>' for note in exhibit.notes)
    parts.append(f"{SOURCE[0]}{escape(exhibit.source)}{SOURCE[1]}")
    if is_closed:
        summary = f'<summary aria-label="Table: {escape(exhibit.headline)}">Table</summary>'
        parts.append(f'<details class="exhibit-table">{summary}\n{table}\n</details>')
    kind = "exhibit" if exhibit.figure else "exhibit exhibit-plain"
    return f'<figure class="{kind}" id="exhibit-{exhibit.slug}">\n' + "\n".join(parts) + "\n</figure>"


def _drawings(exhibit: Exhibit) -> str:
    assert exhibit.figure is not None
    drawn = []
    for name, width, style in (("wide", WIDE, ""), ("narrow", NARROW, ' style="display:none"')):
        ident = f"svg-{exhibit.slug}-{name}"
        svg = exhibit.figure(width).to_svg(ident, exhibit.headline, exhibit.alt)
        drawn.append(f'<div class="exhibit-{name}"{style}>{svg}</div>')
    return "\n".join(drawn)
