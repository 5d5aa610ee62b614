"""A sentence in place of a chart, where there is nothing to draw and a reader must know why."""

from __future__ import annotations

from dataclasses import dataclass

from totalplace_lib.present.text import escape


@dataclass(frozen=True)
class Statement:
    """One sentence; shows itself in a notebook, in HTML and as text."""

    text: str

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f"<p>{escape(self.text)}</p>"
