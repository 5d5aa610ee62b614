"""A sentence or a short list in the place of an exhibit: what a section says when there is nothing to draw."""

from __future__ import annotations

from dataclasses import dataclass

from totalplace_lib.present.text import clean, escape


@dataclass(frozen=True)
class Note:
    """One paragraph, and below it a list where there are points; shown in a notebook, in HTML and as text."""

    text: str
    points: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join([clean(self.text), *(f"- {clean(point)}" for point in self.points)])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        paragraph = f"<p>{escape(self.text)}</p>"
        if not self.points:
            return paragraph
        items = "".join(f"<li>{escape(point)}</li>" for point in self.points)
        return f"{paragraph}\n<ul>{items}</ul>"


class Absent(Note):
    """A sentence on what cannot be shown. On a page a section that has nothing else to say is not made: its sentence
    stands under "What is not known" (publish.outline)."""

    def _repr_html_(self) -> str:
        return f'<p class="absent">{escape(self.text)}</p>'


@dataclass(frozen=True)
class Notes:
    """Notes one under another, each closed under its title: who wants one opens it; on paper all stand open."""

    notes: tuple[tuple[str, Note], ...]

    def __str__(self) -> str:
        return "\n\n".join(f"{clean(title)}\n{note}" for title, note in self.notes)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return "\n".join(
            f'<details class="in-full"><summary>{escape(title)}</summary>\n{note._repr_html_()}\n</details>'
            for title, note in self.notes
        )


@dataclass(frozen=True)
class Heading:
    """The heading of a section and a paragraph, for a section that not every report has."""

    title: str
    text: str = ""

    def __str__(self) -> str:
        return "\n".join(clean(part) for part in (self.title, self.text) if part)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        paragraph = f"\n<p>{escape(self.text)}</p>" if self.text else ""
        return f"<h2>{escape(self.title)}</h2>{paragraph}"
