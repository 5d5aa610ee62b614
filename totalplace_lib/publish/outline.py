"""The outline of a page: its title, what comes before the first section, and its sections.

Only headings that stand on their own count; one inside a figure or a box belongs to that figure or box. A section
that says only what cannot be shown (present.note.Absent) is no section: its sentence stands under UNKNOWN.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

from totalplace_lib.present.text import slugged

_BOXES = frozenset(
    {"article", "aside", "blockquote", "details", "div", "dl", "figure", "footer", "header", "main", "nav"}
    | {"ol", "section", "svg", "table", "ul"}
)
_TAG = re.compile(r"<[^>]*>")
UNKNOWN = "What is not known"
_ABSENT = re.compile(r'<p class="absent">(.*?)</p>', re.DOTALL)
_PARAGRAPHS = re.compile(r"(?:\s*<p>.*?</p>)*", re.DOTALL)
_IDENTITY = re.compile(r"""\sid\s*=\s*["']?([^\s"'>]+)""")


@dataclass(frozen=True)
class Section:
    """One section: the id of its heading, the heading's HTML, and the HTML below it."""

    id: str
    title: str
    html: str


@dataclass(frozen=True)
class Outline:
    """A page taken apart.

    title       the HTML inside the first h1, "" if there is none
    standfirst  the paragraphs right under it, without class: what the page is about, not yet what it says
    lead        all else that comes before the first h2
    """

    title: str
    standfirst: str
    lead: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class _Heading:
    level: int
    start: int
    inner: slice
    end: int


class _Headings(HTMLParser):
    """Finds the h1 and h2 that stand in no box, with their places in the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Heading] = []
        self._lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self._depth = 0
        self._open: tuple[int, int, int] | None = None
        self.feed(html)
        self.close()

    def _position(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BOXES:
            self._depth += 1
        elif tag in ("h1", "h2") and self._depth == 0:
            start = self._position()
            self._open = (int(tag[1]), start, start + len(self.get_starttag_text() or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that closes itself opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        if tag in _BOXES:
            self._depth = max(0, self._depth - 1)
        elif self._open and tag == f"h{self._open[0]}":
            level, start, inner = self._open
            close = self._position()
            self.found.append(_Heading(level, start, slice(inner, close), close + len(f"</{tag}>")))
            self._open = None


def outlined(html: str) -> Outline:
    """Take a page's content apart. The first h1 becomes the title; a second stays, for the check to find."""
    headings = _Headings(html).found
    first = next((heading for heading in headings if heading.level == 1), None)
    starts = [heading for heading in headings if heading.level == 2]
    begin = starts[0].start if starts else len(html)
    sections = folded(tuple(_sections(html, starts)))
    if (
        first is None or first.start > begin
    ):  # a title after the first section is a fault that the check names
        return Outline("", "", html[:begin].strip(), sections)
    below = html[first.end : begin]
    standfirst = _PARAGRAPHS.match(below)[0]  # type: ignore[index]  # it matches nothing at all, too
    lead = html[: first.start] + below[len(standfirst) :]
    return Outline(html[first.inner].strip(), standfirst.strip(), lead.strip(), sections)


def folded(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections that show something; what the others say is missing stands in the one on what is not known, which
    is made where there is none."""
    empty = [one for one in sections if _ABSENT.search(one.html) and _is_nothing_else(one.html)]
    if not empty:
        return sections
    points = "".join(
        f"<li>{one.title}: {' '.join(dict.fromkeys(_ABSENT.findall(one.html)))}</li>" for one in empty
    )
    missing = f"<ul>{points}</ul>"
    kept = [one for one in sections if one not in empty]
    if all(one.title != UNKNOWN for one in kept):
        return (*kept, Section(slugged(UNKNOWN), UNKNOWN, missing))
    return tuple(
        Section(one.id, one.title, f"{one.html}\n{missing}") if one.title == UNKNOWN else one for one in kept
    )


def _is_nothing_else(html: str) -> bool:
    """Whether a section is paragraphs alone: what it would show is not there."""
    return _PARAGRAPHS.sub("", _ABSENT.sub("", html), count=1).strip() == ""


def _sections(html: str, starts: list[_Heading]) -> Iterator[Section]:
    taken = set(_IDENTITY.findall(html)) | {"main", "contents", "downloads", "source-list"}
    ends = [*(heading.start for heading in starts), len(html)][1:]
    for heading, end in zip(starts, ends, strict=True):
        title = html[heading.inner].strip()
        identity = _unused(slugged(plain_text(title)), taken)
        taken.add(identity)
        yield Section(identity, title, html[heading.end : end].strip())


def _unused(name: str, taken: Collection[str]) -> str:
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}"
    return candidate


def plain_text(html: str) -> str:
    """The words of a piece of HTML, on one line."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())
