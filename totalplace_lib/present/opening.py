"""The first screen of a report: a headline sentence, three findings with figures, the key numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from totalplace_lib.present.sentences import capital
from totalplace_lib.present.text import escape


@dataclass(frozen=True)
class Finding:
    """One finding: a short sentence with its figure, and what it means in one or two more.

    withheld  why a finding that the money does not carry is not made (evidence.carried); the sentence then says so
    """

    statement: str
    meaning: str
    withheld: str = ""


@dataclass(frozen=True)
class KeyFigure:
    """One number in large type: what it is, the number in words, and a note."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Opening:
    """What a reader sees first; shows itself in a notebook, in HTML and as text."""

    headline: str
    findings: Sequence[Finding]
    figures: Sequence[KeyFigure] = ()

    def __str__(self) -> str:
        found = [f"{number}. {each.statement} {each.meaning}" for number, each in enumerate(self.findings, 1)]
        numbers = [f"{each.name}: {each.value} {each.note}".rstrip() for each in self.figures]
        return "\n".join([self.headline, *numbers, *found])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        parts = [f'<p class="headline">{escape(capital(self.headline))}</p>']
        if self.figures:
            parts.append(f'<dl class="key-figures">{"".join(map(_figure, self.figures))}</dl>')
        if self.findings:
            parts.append(f'<ol class="findings">{"".join(map(_finding, self.findings))}</ol>')
        return "\n".join(parts)


def _figure(figure: KeyFigure) -> str:
    note = f"<dd>{escape(figure.note)}</dd>" if figure.note else ""
    name, value = escape(figure.name), escape(figure.value)
    return f'<div class="key-figure"><dt>{name}</dt><dd class="value">{value}</dd>{note}</div>'


def _finding(finding: Finding) -> str:
    statement, meaning = escape(capital(finding.statement)), escape(capital(finding.meaning))
    return f'<li class="finding"><strong>{statement}</strong><p>{meaning}</p></li>'
