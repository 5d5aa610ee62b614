"""A sentence in the place of an exhibit: what a section says when there is nothing to draw, and why."""

from __future__ import annotations

from dataclasses import dataclass

from totalplace_lib.present.text import clean, escape


@dataclass(frozen=True)
class Note:
    """One paragraph, shown as such in a notebook, in HTML and as text."""

    text: str

    def __str__(self) -> str:
        return clean(self.text)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f"<p>{escape(self.text)}</p>"
