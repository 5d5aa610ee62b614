"""What is being done now, for whoever waits: on a terminal a line that changes, in a log a line for each step.

Nothing is said of what is over within two seconds. All of it goes to the error stream.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 2.0  # seconds that nobody minds
_LOOK = 0.2


class Working:
    """Says the current step once it takes long. Used by one thread; the line is drawn by another."""

    def __init__(self, what: str, of: int = 0) -> None:
        self._what, self._of, self._number = what, of, 0
        self._began = time.monotonic()
        self._said = ""
        self._is_live = sys.stderr.isatty()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def step(self, what: str) -> None:
        """From now on this is being done."""
        self._what, self._number = what, self._number + 1
        self._look()

    def end(self) -> None:
        """Take the line away."""
        self._ended.set()
        self._thread.join()
        if self._is_live and self._said:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def _watch(self) -> None:
        while not self._ended.wait(_LOOK):
            self._look()

    def _look(self) -> None:
        waited = time.monotonic() - self._began
        if waited < PATIENCE:
            return
        now = f"{self._what} ({self._number} of {self._of})" if self._of > 1 else self._what
        if self._is_live:
            self._said = f"{now}, {waited:.0f} s"
            print(f"\r\x1b[K{self._said}", end="", file=sys.stderr, flush=True)
        elif now != self._said:
            self._said = now
            print(now, file=sys.stderr, flush=True)


@contextmanager
def working(what: str, of: int = 0) -> Iterator[Working]:
    """While the block runs. of: the number of steps, where it is known."""
    shown = Working(what, of)
    try:
        yield shown
    finally:
        shown.end()
