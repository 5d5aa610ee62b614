"""The last touches to a page's content: sources gathered in one block, addresses as links, years that do not break.

Each exhibit names its source in full, for the notebook and the workbook. On a page of fifteen charts the same sentence
would stand fifteen times, so a chart has links, and each part of it (parted by semicolons) stands once, at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from totalplace_lib.present.exhibit_html import SOURCE
from totalplace_lib.present.sentences import capital
from totalplace_lib.present.text import escape
from totalplace_lib.present.views.publications import LANDING_PAGES

_SOURCE = re.compile(re.escape(SOURCE[0]) + "(.*?)" + re.escape(SOURCE[1]), re.DOTALL)
_TAG = re.compile(r"(<[^>]*>)")
_YEAR = re.compile(r"\b(?:19|20)\d\d-\d\d(?![\d-])")
_ADDRESS = re.compile(r"https://[^\s<>\"'()]*[^\s<>\"'().,;:]")


@dataclass(frozen=True)
class Content:
    """What the cells display, ready for the page; sources: each once, as HTML, in the order of first use."""

    html: str
    sources: tuple[str, ...]


def typeset(html: str) -> Content:
    """The content with short links in place of each source."""
    found = list(dict.fromkeys(part for source in _SOURCE.findall(html) for part in _parts(source)))
    numbers = {source: number for number, source in enumerate(found, 1)}

    def link(match: re.Match[str]) -> str:
        own = [numbers[part] for part in _parts(match[1])]
        named = [f"Source {number}" if len(found) > 1 else "Source" for number in own]
        links = [f'<a href="#source-{number}">{name}</a>' for number, name in zip(own, named, strict=True)]
        return f'<p class="exhibit-source">{", ".join(links)}</p>'

    return Content(_touched(_SOURCE.sub(link, html)), tuple(map(_linked, found)))


def _parts(source: str) -> list[str]:
    """What a source names one after the other; in HTML, where a semicolon may end an entity."""
    return [escape(capital(part)) for part in unescape(source).split("; ")]


def _linked(source: str) -> str:
    """The publications that a source names, as links to where they can be had."""
    for words, address in LANDING_PAGES.items():
        source = source.replace(escape(words), f'<a href="{address}">{escape(words)}</a>')
    return _touched(source)


def _touched(html: str) -> str:
    """Addresses as links, and financial years as one piece that no line breaks: in text outside drawings."""
    parts, inside = _TAG.split(html), ""
    for position, part in enumerate(parts):
        if part.startswith("<"):
            inside = _opened(part) or ("" if inside and part.startswith(f"</{inside}") else inside)
        elif inside != "svg":
            linked = part if inside else _ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', part)
            parts[position] = (
                linked if linked != part else _YEAR.sub(r'<span class="year">\g<0></span>', part)
            )
    return "".join(parts)


def _opened(tag: str) -> str:
    """What a tag opens that has text of its own kind: a drawing, a link; "" for any other tag."""
    return next((name for name in ("svg", "a") if re.match(rf"<{name}[\s>]", tag)), "")
