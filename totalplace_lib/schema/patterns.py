"""Patterns that people write in config/: * stands for anything; upper and lower case are the same."""

from __future__ import annotations

import functools
import re

Pieces = tuple[str, ...] | None


@functools.cache
def pieces(text: str) -> Pieces:
    """A pattern as the pieces between its stars, in lower case; None for one that fits anything (empty, *)."""
    plain = text.strip().lower()
    return None if plain.strip("*") == "" else tuple(plain.split("*"))


@functools.cache
def fits(text: str, pattern: tuple[str, ...]) -> bool:
    """Whether a text (in lower case) begins and ends as the pattern does, with its other pieces in order between."""
    if len(pattern) == 1:
        return text == pattern[0]
    first, *middle, last = pattern
    if not (text.startswith(first) and text.endswith(last) and len(text) >= len(first) + len(last)):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def any_fits(lines: str, pattern: tuple[str, ...]) -> bool:
    """Whether any line of a text (in lower case) fits a pattern with a star: fits(), for many at once."""
    wanted = "[^\n]*".join(re.escape(piece) for piece in pattern)
    return re.search(f"^{wanted}$", lines, re.MULTILINE) is not None
