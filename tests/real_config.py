"""The project's own config/, to change one table of it and see what its contract says. Nothing is written."""

from __future__ import annotations

import functools
from pathlib import Path

import pandas as pd

from totalplace_lib import config_proof
from totalplace_lib.schema.config import ConfigFault, all_contracts
from totalplace_lib.schema.config.check import facts_of, sheets_of
from totalplace_lib.schema.config.facts import Facts, In
from totalplace_lib.schema.config.judge import judge
from totalplace_lib.schema.config.reading import Sheet, read

HOME = Path(__file__).parents[1]


class RealConfig:
    """Its tables as they are, read once."""

    def __init__(self, home: Path = HOME) -> None:
        self.contents = config_proof.contents_of(home)
        self.sheets = sheets_of(self.contents)
        others = [
            path.relative_to(home).as_posix()
            for part in ("notebooks", "data/processed")
            for path in (home / part).glob("*")
        ]
        self.facts: Facts = facts_of(self.sheets, [*self.contents, *others], config_proof._reader(home))

    def text(self, name: str) -> str:
        """A table as it is written."""
        return self.contents[f"config/{name}"].decode()

    def changed(self, name: str, old: str, new: str, times: int = 1) -> str:
        """The table with some text in it replaced; the text must be there."""
        text = self.text(name)
        assert old in text, f"'{old}' is not in {name}"
        return text.replace(old, new, times)

    def read(self, name: str, content: str | bytes) -> Sheet:
        """A table from other bytes."""
        given = content.encode() if isinstance(content, str) else content
        return read(f"config/{name}", given, lambda: all_contracts()[name].names)

    def faults(self, name: str, content: str | bytes) -> list[ConfigFault]:
        """What the contract of a table says of other bytes, all else as it is."""
        sheet = self.read(name, content)
        facts = self.facts
        if sheet.headings and len(set(sheet.headings)) == len(sheet.headings):
            facts = with_table(facts, name, sheet.frame().fillna(""))
        return [*sheet.faults, *judge(all_contracts()[name], sheet, facts)]

    def fault(self, name: str, old: str, new: str) -> ConfigFault:
        """The one fault of a change."""
        found = self.faults(name, self.changed(name, old, new))
        assert len(found) == 1, [str(one) for one in found]
        return found[0]


def with_table(facts: Facts, name: str, table: pd.DataFrame) -> Facts:
    """The same facts with another text of one table; what does not come from it is not looked up again."""
    other = Facts({**facts.tables, name: table}, facts.files, facts._data)
    other._frames, other._rows = facts._frames, facts._rows
    other._values = {
        source: value
        for source, value in facts._values.items()
        if not (isinstance(source, In) and source.table == name)
    }
    other.members = facts.members
    other._lowered = {
        sources: value
        for sources, value in facts._lowered.items()
        if not any(isinstance(source, In) and source.table == name for source in sources)
    }
    other._joined = {sources: text for sources, text in facts._joined.items() if sources in other._lowered}
    return other


@functools.cache
def real_config() -> RealConfig:
    """Read once in a run of the tests."""
    return RealConfig()
