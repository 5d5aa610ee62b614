"""The check of all of config/: every table against its contract, every source card and journey against theirs."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from totalplace_lib.schema.config import all_contracts
from totalplace_lib.schema.config.contract import FileContract
from totalplace_lib.schema.config.facts import DataReader, Facts
from totalplace_lib.schema.config.fault import ConfigFault, together
from totalplace_lib.schema.config.judge import judge
from totalplace_lib.schema.config.reading import Sheet, read
from totalplace_lib.schema.config.tables.cards_and_journeys import FILES
from totalplace_lib.schema.config.whole_file import judge_file

CONFIG = "config/"


@dataclass(frozen=True)
class Findings:
    """What a check of config/ found.

    faults   what must be mended;  remarks: what was odd in a file and read all the same
    unknown  files that no contract is for
    """

    faults: list[ConfigFault]
    remarks: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def check(contents: Mapping[str, bytes], others: Sequence[str], data: DataReader) -> Findings:
    """All faults of all tables.

    contents  the files of config/ by their path in the project ("config/years.csv"), those that are there
    others    paths of further files of the project that a table may name (notebooks, processed tables)
    data      the distinct rows of some columns of a processed table, None where it is not there
    """
    sheets = sheets_of(contents)
    facts = facts_of(sheets, [*contents, *others], data)
    faults: list[ConfigFault] = []
    for name, contract in all_contracts().items():
        if name in sheets:
            faults += [*sheets[name].faults, *judge(contract, sheets[name], facts)]
    for family, file in files_of(contents):
        faults += judge_file(family, file, contents[file], facts)
    remarks = [f"{sheet.file} {remark}." for sheet in sheets.values() for remark in sheet.remarks]
    known = {*(CONFIG + name for name in all_contracts()), *(name for _, name in files_of(contents))}
    unknown = [name for name in contents if name not in known]
    return Findings(together(faults), remarks, unknown)


def sheets_of(contents: Mapping[str, bytes]) -> dict[str, Sheet]:
    """The tables that have a contract and are there, as they were read."""
    return {
        name: read(CONFIG + name, contents[CONFIG + name], functools.partial(_names, name))
        for name, contract in all_contracts().items()
        if CONFIG + name in contents
    }


def files_of(contents: Mapping[str, bytes]) -> list[tuple[FileContract, str]]:
    """The TOML files that have a contract."""
    return [
        (contract, name)
        for contract in FILES
        for name in contents
        if name.startswith(f"{CONFIG}{contract.folder}/") and name.endswith(".toml")
    ]


def _names(table: str) -> list[str]:
    """Headings of a table, without those of years."""
    return all_contracts()[table].names


def facts_of(sheets: Mapping[str, Sheet], files: Sequence[str], data: DataReader) -> Facts:
    """What contracts look up, from tables as they were read."""
    tables = {
        name: sheet.frame().fillna("")
        for name, sheet in sheets.items()
        if len(set(sheet.headings)) == len(sheet.headings)
    }
    return Facts(tables, files, data)
