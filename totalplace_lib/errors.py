"""Errors that say what happened, where, and what to do next.

Every error the user can cause derives from TotalPlaceError; the command line prints its message without a
traceback and leaves with its exit_code. Several faults found together travel in one Faults error.
"""

from __future__ import annotations

from collections.abc import Sequence

SHOWN = 200
"""How many characters of what was typed a message repeats."""


def shown(typed: object) -> str:
    """What was typed as a message repeats it: on one line, at most 200 characters."""
    text = typed if isinstance(typed, str) else repr(typed)
    line = "".join(sign if sign.isprintable() else " " for sign in text[: SHOWN + 1])
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 3]}..."


class TotalPlaceError(Exception):
    """Base of all errors a user can cause or mend."""

    exit_code = 1

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the message, which says what to do next, without our own code around it."""
        return [f"{type(self).__name__}: {self}"]


class UsageError(TotalPlaceError):
    """A wrong word on the command line or in a notebook parameter: unknown place, year, lens, report."""

    exit_code = 2


class SourceError(TotalPlaceError):
    """A publication is not what its card or layout says: names file, sheet, cell and what was expected."""

    exit_code = 3


class TableError(TotalPlaceError):
    """A table of data/processed is missing or is not what the build wrote: names the file and how to restore it."""

    exit_code = 3


class ImbalanceError(TotalPlaceError):
    """Money went in and did not come out: a ledger step or a control total does not close."""

    exit_code = 4


class ConfigError(TotalPlaceError):
    """A table in config/ contradicts itself or the data: names file and row."""

    exit_code = 5


class Faults(TotalPlaceError):
    """Several faults found in one go, reported together."""

    def __init__(self, what: str, faults: Sequence[TotalPlaceError]) -> None:
        self._what = what
        self.faults = list(faults)
        self.exit_code = max((fault.exit_code for fault in self.faults), default=1)
        lines = "\n".join(f"  {number}. {fault}" for number, fault in enumerate(self.faults, 1))
        super().__init__(f"{what}: {len(self.faults)} fault{'s' if len(self.faults) != 1 else ''}\n{lines}")

    def __reduce__(self) -> tuple[object, ...]:
        """As it was made, so that it travels from one process to another."""
        return type(self), (self._what, self.faults)
