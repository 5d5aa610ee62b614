"""Every cell of config/ that holds a word of a list, a key or a pattern, changed: is it refused?

Three changes of a cell: a near word (a typing error), a value of another column of the same table (one
that its own column never has), nothing. A change
is refused when the contract of its table, or of a table that looks it up, finds a fault; it is harmless when the cell
means the same (a pattern in other capitals, or one that fits the very same values). `python tests/config_mutations.py` tries them all and writes the figures
by table into docs/config-mutations.md; a test tries a sample.
"""

from __future__ import annotations

import dataclasses
import functools
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from real_config import HOME, RealConfig, real_config, with_table

from totalplace_lib.schema.config import Column, Contract, all_contracts
from totalplace_lib.schema.config.cell_rules import Fits
from totalplace_lib.schema.config.facts import Facts
from totalplace_lib.schema.config.judge import judge
from totalplace_lib.schema.config.reading import NONE, Sheet
from totalplace_lib.schema.patterns import fits, pieces

NEAR, OTHER, NOTHING = "near word", "other column", "nothing"
DOCUMENT = HOME / "docs" / "config-mutations.md"


class Mutant(NamedTuple):
    """One changed cell."""

    table: str
    row: int
    column: str
    kind: str
    old: str
    new: str


def mutants(config: RealConfig, seed: int = 2010) -> Iterator[Mutant]:
    """All of them, always the same for a seed."""
    chance = random.Random(seed)
    for name, contract in all_contracts().items():
        sheet = config.sheets[name]
        for at, heading in enumerate(sheet.headings):
            if contract.column(heading).is_bound:
                others = _values(sheet, at)
                for number, row in enumerate(sheet.rows):
                    yield from _of_cell(name, number, heading, row[at], others, chance)


def _of_cell(
    name: str, number: int, heading: str, old: str, others: list[str], chance: random.Random
) -> Iterator[Mutant]:
    foreign = chance.choice(others) if others else ""
    if old:
        yield Mutant(name, number, heading, NEAR, old, typing_error(old, chance))
        yield Mutant(name, number, heading, NOTHING, old, "")
    if foreign not in ("", old):
        yield Mutant(name, number, heading, OTHER, old, foreign)


def _values(sheet: Sheet, at: int) -> list[str]:
    """The words of all other columns that this one never has."""
    own = {row[at] for row in sheet.rows}
    return [cell for row in sheet.rows for cell in row if cell not in ("", NONE) and cell not in own]


def typing_error(word: str, chance: random.Random) -> str:
    """A letter too many, too few, another one, or two that changed places."""
    letters = [place for place, letter in enumerate(word) if letter.isalnum()]
    if not letters:
        return f"{word}x"
    place = chance.choice(letters)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    ways = [
        before + letter + letter + after,
        before + after,
        before + ("q" if letter != "q" else "w") + after,
    ]
    if after and after[0] != letter:
        ways.append(before + after[0] + letter + after[1:])
    return chance.choice([way for way in ways if way.strip() and way.strip() != word] or [f"{word}x"]).strip()


def outcome(config: RealConfig, mutant: Mutant) -> str:
    """refused, harmless or passed."""
    contract = all_contracts()[mutant.table]
    column = contract.column(mutant.column)
    if not quick(column, mutant.new, config.facts):
        return "refused"
    if faults(config, contract, mutant):
        return "refused"
    return "harmless" if means_the_same(column, mutant, config.facts) else "passed"


def means_the_same(column: Column, mutant: Mutant, facts: Facts) -> bool:
    """Whether both texts are patterns that fit the very same values: every line is judged as before."""
    rule = next((one for one in column.rules if isinstance(one, Fits)), None)
    known = facts.lowered(rule.sources) if rule and {mutant.old, mutant.new}.isdisjoint({"", NONE}) else None
    if rule is None or known is None:
        return False
    one, other = (text.split(rule.between) if rule.between else [text] for text in (mutant.old, mutant.new))
    return all(_any(one, value) == _any(other, value) for value in known)


def _any(alternatives: list[str], value: str) -> bool:
    return any((pattern := pieces(each)) is None or fits(value, pattern) for each in alternatives)


def quick(column: Column, text: str, facts: Facts) -> bool:
    """Whether the column's own rules accept a text: the same question that pandera puts to every cell."""
    if text in ("", NONE):
        return column.may_be_empty and not (column.is_said and not text)
    return all(rule.accepts(text, facts) for rule in column.rules)


def faults(config: RealConfig, contract: Contract, mutant: Mutant) -> bool:
    """Whether the table, or one that looks it up, is refused with this change."""
    sheet = config.sheets[mutant.table]
    rows = [list(row) for row in sheet.rows]
    rows[mutant.row][sheet.headings.index(mutant.column)] = mutant.new
    changed = dataclasses.replace(sheet, rows=rows)
    facts = with_table(config.facts, mutant.table, changed.frame().fillna(""))
    tables = {contract.name: changed} | {
        name: config.sheets[name] for name in all_contracts() if mutant.table in looked_up(name) - {name}
    }
    return any(is_refused(all_contracts()[name], one, facts) for name, one in tables.items())


def is_refused(contract: Contract, sheet: Sheet, facts: Facts) -> bool:
    """Whether judge() finds a fault: the same questions without pandera, which costs thirty times as much."""
    frame = sheet.frame().fillna("")
    if contract.key and frame.duplicated(list(contract.key)).any():
        return True
    cells = {(heading, row[at]) for at, heading in enumerate(sheet.headings) for row in sheet.rows}
    if not all(quick(contract.column(heading), text, facts) for heading, text in cells):
        return True
    return not all(all(rule.holds(frame, facts)) for rule in contract.row_rules)


class Noted(dict[str, pd.DataFrame]):
    """Tables that remember which of them were asked for."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        super().__init__(tables)
        self.asked: set[str] = set()

    def get(self, name: str, default: object = None) -> pd.DataFrame | None:  # type: ignore[override]
        self.asked.add(name)
        return super().get(name)


@functools.cache
def looked_up(name: str) -> set[str]:
    """Tables of config/ that the contract of a table looks up."""
    config = real_config()
    noted = Noted(config.facts.tables)
    facts = Facts(noted, config.facts.files, config.facts.frame)
    judge(all_contracts()[name], config.sheets[name], facts)
    return noted.asked


def tally(
    config: RealConfig, chosen: Iterator[Mutant] | list[Mutant]
) -> tuple[Counter[tuple[str, str]], list[Mutant]]:
    """(table, outcome) -> number, and those that passed."""
    counted: Counter[tuple[str, str]] = Counter()
    passed = []
    for mutant in chosen:
        found = outcome(config, mutant)
        counted[mutant.table, found] += 1
        if found == "passed":
            passed.append(mutant)
    return counted, passed


def of_words(chosen: list[Mutant], passed: list[Mutant]) -> tuple[int, int]:
    """Changes of cells that hold more than (none), and how many of these passed."""
    return sum(one.old != NONE for one in chosen), sum(one.old != NONE for one in passed)


def document(counted: Counter[tuple[str, str]], passed: list[Mutant], chosen: list[Mutant]) -> str:
    """docs/config-mutations.md."""
    words, words_passed = of_words(chosen, passed)
    rows, whole = [], Counter[str]()
    for name in sorted({table for table, _ in counted}):
        own = {found: counted[name, found] for found in ("refused", "harmless", "passed")}
        whole.update(own)
        rows.append(_row(f"`{name}`", own))
    columns = Counter(f"`{one.table}`, {one.column} ({one.kind})" for one in passed)
    return "\n".join(
        [
            "# Wrong words in config/: what is refused",
            "",
            "Made by `python tests/config_mutations.py`. Every cell that holds a word of a list, a key of another table or",
            "a pattern is changed in three ways: to a near word (a typing error), to a value of another column, to nothing.",
            "*Harmless*: a pattern that fits the very same values. *Passed*: the contracts find nothing, so that the figures may change.",
            "",
            "| Table | Changes | Refused | Harmless | Passed | Refused or harmless |",
            "|---|---:|---:|---:|---:|---:|",
            *rows,
            _row("**All**", whole),
            "",
            f"Without the cells that say `{NONE}`: {words:,} changes, {words_passed:,} passed, "
            f"{1 - words_passed / words:.1%} refused or harmless.",
            "",
            "What passed, by column, most first:",
            "",
            *(f"- {name}: {number}" for name, number in columns.most_common(30)),
            "",
        ]
    )


def _row(name: str, own: dict[str, int] | Counter[str]) -> str:
    number = sum(own.values())
    share = (own["refused"] + own["harmless"]) / number
    return f"| {name} | {number:,} | {own['refused']:,} | {own['harmless']:,} | {own['passed']:,} | {share:.1%} |"


if __name__ == "__main__":
    tried = list(mutants(real_config()))
    found, left = tally(real_config(), tried)
    Path(sys.argv[1] if len(sys.argv) > 1 else DOCUMENT).write_text(
        document(found, left, tried), encoding="utf-8"
    )
    for one in left:
        print(*one, sep="\t")
