"""What a table of config/ must be: its columns with one plain line each, what may stand in them, its key, its rows.

A contract is data. config/README.md is written from it, `check` judges by it, and a near word or an example edit is
found in it. Reading a contract is cheap: pandera is loaded only where a table is judged (judge.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from totalplace_lib.schema.config.cell_rules import Rule, Year

if TYPE_CHECKING:
    import pandas as pd

    from totalplace_lib.schema.config.facts import Facts

Holds = Callable[["pd.DataFrame", "Facts"], "Sequence[bool]"]


@dataclass(frozen=True)
class Column:
    """One column: its heading, what it says in a line, and the rules for what stands in a cell that is not empty.

    may_be_empty   whether a cell may say nothing; `empty` then says what that means
    is_said        whether such a cell says (none): a bare one was forgotten
    """

    name: str
    says: str
    rules: tuple[Rule, ...] = ()
    may_be_empty: bool = False
    empty: str = ""
    many: bool = False  # a list of them, in a TOML file
    or_one: bool = False  # the list may also be one value without brackets
    is_said: bool = False

    def words(self, facts: Facts | None = None) -> list[str]:
        """The words that may stand here, in their order; [] where the column is free text or a number.

        Words that stand in other tables are known from the facts alone.
        """
        return next((found for rule in self.rules if (found := rule.words(facts))), [])

    @property
    def is_bound(self) -> bool:
        """Whether its words come from a list or from another table: a typing error cannot pass unseen."""
        return any(rule.is_bound for rule in self.rules)


@dataclass(frozen=True)
class RowRule:
    """What must hold between the cells of a row, or of a table.

    holds    True for each row that is right, from the table (text, "" where empty) and the facts
    column   where the fault is shown;  says: what is expected, in words that follow "expected:"
    """

    column: str
    says: str
    holds: Holds


@dataclass(frozen=True)
class Contract:
    """One table of config/.

    name      path inside config/;  title, purpose: what it is and what it is for, for somebody who edits it
    key       columns that together stand once only
    example   an edit that somebody may want to make, as a row or in words
    further   what stands in further columns, as many as there are; headed: what their headings are (financial years)
    made_by   the command that writes the table, "" where people edit it
    """

    name: str
    title: str
    purpose: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    row_rules: tuple[RowRule, ...] = ()
    example: str = ""
    further: Column | None = None
    headed: Rule = field(default_factory=Year)
    made_by: str = ""
    may_be_bare: bool = False  # a table without a row is right

    @property
    def names(self) -> list[str]:
        """Headings, without those of further columns."""
        return [column.name for column in self.columns]

    def column(self, heading: str) -> Column:
        """What stands under a heading; KeyError where the table has no such column."""
        found = next((one for one in self.columns if one.name == heading), None)
        if found is None and self.further is not None and self.headed.accepts(heading):
            return self.further
        if found is None:
            raise KeyError(heading)
        return found


@dataclass(frozen=True)
class FileContract:
    """A family of TOML files of config/: a source card, a journey.

    folder   inside config/;  fields: of the file;  parts: of each [[table]] in it, by the table's name
    optional  parts that need not be there
    between  what must hold between values of a file: (part, number, name, what is wrong) for each fault; values of a
    wrong kind are a fault already, and are met there too
    """

    folder: str
    title: str
    purpose: str
    fields: tuple[Column, ...]
    parts: dict[str, tuple[Column, ...]] = field(default_factory=dict)
    example: str = ""
    optional: tuple[str, ...] = ()
    between: Callable[[Mapping[str, Any]], Iterable[tuple[str, int, str, str]]] | None = None
    named_after: str = ""  # the field that repeats the name of the file
    elsewhere: tuple[str, ...] = ()  # parts that may stand there too and are proved by their reader
