"""What a message repeats of what was typed: enough to recognise it, never a screenful."""

from __future__ import annotations

import re
from collections.abc import Sequence

import typer

from totalplace_lib.errors import UsageError

MOST = 200
"""Characters of what was typed that a message repeats."""
LONGEST = 8_000
"""No word that is typed needs more: all councils of England joined by + take a quarter of it."""
_QUOTED = re.compile(r"'[^'\n]{201,}'")
_WORD = re.compile(r"\S{201,}")


def check_length(typed: Sequence[str]) -> None:
    """UsageError for a word that cannot be a place, a year or a file, before anything is looked up."""
    for word in typed:
        if len(word) > LONGEST:
            raise UsageError(f"'{word}' is longer than any place, year or file can be.")


def shortened(message: str, typed: Sequence[str]) -> str:
    """The message with every long word of `typed`, and every long quotation or word, cut to MOST characters."""
    for word in sorted({word for word in typed if len(word) > MOST}, key=len, reverse=True):
        message = message.replace(word, _cut(word))
    message = _QUOTED.sub(lambda found: f"'{_cut(found[0][1:-1])}'", message)
    return _WORD.sub(lambda found: _cut(found[0]), message)


def _cut(text: str) -> str:
    return f"{text[:MOST]}... ({len(text):,} characters)"


def usage_message(error: typer.TyperException) -> str:
    """As typer says it: how the command is used, and what was wrong."""
    context = getattr(error, "ctx", None)
    if context is not None and error.format_message() == context.get_help():  # no word at all was typed
        return error.format_message()
    usage = f"{context.get_usage()}\nTry '{context.command_path} --help'.\n" if context else ""
    return f"{usage}totalplace: {error.format_message()}"
