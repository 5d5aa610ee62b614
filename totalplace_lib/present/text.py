"""Text from other people made safe to show: cleaned, escaped, neutralised, measured and wrapped.

Names of bodies and suppliers come from published files that anyone may have filled in. They pass through here
once, on their way into HTML, SVG, a workbook or a CSV.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata

# Control characters, bidirectional overrides, zero-width characters, lone surrogates and non-characters: they
# carry no meaning in a name, break XML, or make a name read as another one.
_GONE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"
    + "".join(chr(plane + end) for plane in range(0x1FFFF, 0x110000, 0x10000) for end in (-1, 0))
    + "]"
)
_SPACES = re.compile(r"\s+")
# What a spreadsheet takes for a formula. The four after @ are full-width forms, which Excel also obeys.
_FORMULA = (*"=+-@\uff1d\uff0b\uff0d\uff20", "{=")
NOT_NAMED = "(not named)"

# Advance widths of Helvetica (metrically equal to Arial and Liberation Sans), per 1000 em, U+0020 to U+007E.
_WIDTH_LIST = """
278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556
278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667
611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833
556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584
"""
_WIDTHS = tuple(map(int, _WIDTH_LIST.split()))
_OTHER_WIDTHS = {"£": 556, "–": 556, "−": 584, "…": 1000, "’": 222, "‘": 222, "\u00a0": 278}
_WIDE = 1000  # any other script: as wide as an em, so that a label is never cut
BOLD = 1.09


def clean(text: object) -> str:
    """One line of plain text: control characters gone, white space single, ends trimmed."""
    return _cleaned(str(text))


@functools.lru_cache(maxsize=1 << 15)  # the same few thousand words stand in every table of a report
def _cleaned(text: str) -> str:
    return _SPACES.sub(" ", _GONE.sub("", text)).strip()


def escape(text: object) -> str:
    """Clean text for an HTML or XML text node or a quoted attribute."""
    return html.escape(clean(text), quote=True)


def neutralise(text: object) -> str:
    """Clean text that no spreadsheet takes for a formula: an apostrophe before = + - @ {=. Tabs are gone."""
    cleaned = clean(text)
    return f"'{cleaned}" if cleaned.startswith(_FORMULA) else cleaned


def slugged(text: object) -> str:
    """A part of an id or file name: lower-case letters, digits and hyphens; "item" when nothing is left."""
    letters = unicodedata.normalize("NFKD", clean(text)).lower()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "item"


@functools.cache
def _advance(character: str) -> int:
    code = ord(character)
    if 32 <= code <= 126:
        return _WIDTHS[code - 32]
    if character in _OTHER_WIDTHS:
        return _OTHER_WIDTHS[character]
    base = unicodedata.normalize("NFD", character)[0]
    return _WIDTHS[ord(base) - 32] if 32 <= ord(base) <= 126 else _WIDE


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of a line in Arial at this size, in the unit of the size."""
    width = sum(_advance(character) for character in text) * size / 1000
    return width * BOLD if bold else width


def wrap(text: object, width: float, size: float, lines: int = 2) -> list[str]:
    """The text broken into at most this many lines that fit the width; the rest becomes an ellipsis."""
    broken: list[str] = []
    line = ""
    for word in _hyphenated(clean(text), width, size):
        trial = f"{line} {word}".strip()
        if line and text_width(trial, size) > width:
            broken.append(line)
            line = word
        else:
            line = trial
    broken.append(line)
    if len(broken) > lines:
        broken = [*broken[: lines - 1], " ".join(broken[lines - 1 :])]
    return [_cut(line, width, size) for line in broken]


def _hyphenated(text: str, width: float, size: float) -> list[str]:
    """The words of the text; one that is wider than a line is parted by hyphens."""
    parts: list[str] = []
    for word in text.split(" "):
        rest = word
        while text_width(rest, size) > width and (
            head := _fitting(rest, width - text_width("-", size), size)
        ):
            parts.append(f"{head}-")
            rest = rest[len(head) :]
        parts.append(rest)
    return parts


def _fitting(line: str, room: float, size: float) -> str:
    """As many characters as fit, but never all of them."""
    used = 0.0
    for position, character in enumerate(line):
        used += _advance(character) * size / 1000
        if used > room:
            return line[:position]
    return line[:-1]


def _cut(line: str, width: float, size: float) -> str:
    if text_width(line, size) <= width:
        return line
    return _fitting(line, width - text_width("…", size), size).rstrip() + "…"
