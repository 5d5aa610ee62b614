"""docs/sentences.md: every sentence that a report may say of money, with its condition (config/sentences.csv).

Run as `python -m totalplace_lib.publish.sentence_register`, which writes the page. What was said and what was not, over
every report of every named place, is counted by `python benchmarks/sentences.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from totalplace_lib.present.exhibit import Exhibit
from totalplace_lib.present.opening import Opening
from totalplace_lib.project import home, read_config, remembered
from totalplace_lib.publish.markup import parse

HEADLINE, FINDING, CHART = "headline", "finding", "chart"
COUNTED = "## How many were made"  # what benchmarks/sentences.py writes below the page
CONDITIONS = {
    "closes": "A sum that closes to the penny. A range stands beside the total on the first screen.",
    "enough": "At least half of the money behind it is measured: published for the place, or shared by a key that was "
    "tested below the region or has a grade better than D. England's share of a line is not measured.",
    "largest": "As enough, and the low end of what is called largest is above the high end of what follows.",
    "apart": "As enough, and the ranges of the two figures do not meet; a difference under 1% is not told.",
    "ranked": "As enough for every place that is ranked. The rank is told with what the ranges leave open, and only "
    "where that is no more than a third of the places. Regions and England are never ranked.",
    "moved": "As enough in both years, no break in the definition between them, and a change of one sign at both ends "
    "of the range. Errors of one key are taken to be the same in both years.",
    "named": "Kinds of body and themes are counted, which are the same in every year; bodies and funding streams are "
    "not, for the publications of some years name fewer of them.",
    "stated": "Only in the years whose outcomes were stated: the local area agreements ended in 2010-11.",
    "published": "A figure as a body, a department or a pilot published it; nothing is shared by a key.",
    "assumed": "Volumes or effects are assumed, and the report says so on its first screen.",
    "tested": "A result of the tests of keys and ranges, told with the worst family of tests.",
    "alike": "Places are set by how far they are from each other in what drives spending and cannot be chosen "
    "(config/peers/drivers.csv): no money is compared, and nearest is no rank of spending.",
    "judged": "A label of config/ (a barrier, who decides, when money could be pooled) on sums that close.",
    "instead": "What is said in place of a finding that is not carried, with the reason.",
}
_HEAD = """# What reports may say

Made by `python -m totalplace_lib.publish.sentence_register` from `config/sentences.csv` and
`config/evidence/carrying.csv`; not edited by hand. Every sentence of a first screen and every headline of a chart is
one of these; a test refuses any other. A sentence whose condition the money does not meet is not said: the report says
what cannot be told, and why.

{limits}

## Conditions

{conditions}

## Sentences

`{{}}` is what the figures fill in.
"""


@dataclass(frozen=True)
class Told:
    """A sentence that a report shows; withheld: why it says less than was asked, or nothing."""

    where: str
    text: str
    withheld: str = ""


def told(shown: Iterable[object]) -> Iterator[Told]:
    """The sentences of what a report shows: its first screen and the headlines of its charts."""
    for one in shown:
        if isinstance(one, Opening):
            yield Told(HEADLINE, one.headline)
            yield from (Told(FINDING, each.statement, each.withheld) for each in one.findings)
        elif isinstance(one, Exhibit):
            yield Told(CHART, one.caption.headline, one.caption.withheld)


def on_page(html: str) -> Iterator[Told]:
    """The sentences of a page that was made, as told() has them; why one was held back is not on the page."""
    page = parse(html)
    for one in page.all("p", "strong"):
        if one["class"] == "headline":
            yield Told(HEADLINE, one.text)
        elif one.tag == "strong" and one.parent is not None and one.parent["class"] == "finding":
            yield Told(FINDING, one.text)
        elif one["class"] == "exhibit-headline":
            yield Told(CHART, one.text)


@remembered
def _patterns() -> tuple[tuple[frozenset[str], str, re.Pattern[str], str], ...]:
    rows = read_config("sentences.csv")[["report", "where", "says", "condition"]]
    return tuple(
        (frozenset(report.split()), where, re.compile(_pattern(says), re.DOTALL | re.IGNORECASE), condition)
        for report, where, says, condition in rows.itertuples(index=False, name=None)
    )


def _pattern(says: str) -> str:
    return ".+?".join(re.escape(part) for part in says.split("{}"))


def condition_of(report: str, one: Told) -> str:
    """The condition of a sentence of a report; "" for one that no row of config/sentences.csv allows."""
    for reports, where, pattern, condition in _patterns():
        if report in reports and where == one.where and pattern.fullmatch(one.text):
            return condition
    return ""


def page() -> str:
    """docs/sentences.md."""
    limits = read_config("evidence/carrying.csv")
    rows = read_config("sentences.csv")
    parts = [
        _HEAD.format(
            limits=_table(["limit", "value", "why"], limits[["name", "value", "why"]].to_numpy().tolist()),
            conditions=_table(
                ["condition", "what it asks"], [[name, what] for name, what in CONDITIONS.items()]
            ),
        )
    ]
    for report, own in rows.groupby("report", sort=False):
        parts.append(f"### {', '.join(str(report).split())}\n")
        parts.append(
            _table(["where", "says", "condition"], own[["where", "says", "condition"]].to_numpy().tolist())
        )
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _table(head: list[str], rows: Sequence[Sequence[object]]) -> str:
    lines: list[Sequence[object]] = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(str(cell).replace('|', '/') for cell in line)} |" for line in lines)


def write(counted: str = "") -> None:
    """Write the page; counted: the section on what was made, by default the one that is there."""
    path = home() / "docs" / "sentences.md"
    _, there, kept = path.read_text("utf-8").partition(COUNTED) if path.exists() else ("", "", "")
    below = counted or there + kept
    path.write_text(f"{page()}\n{below}" if below else page(), "utf-8")


if __name__ == "__main__":
    write()
