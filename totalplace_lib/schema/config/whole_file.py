"""A TOML file of config/ (a card, a journey) against its contract: the same faults as for a table, with the line."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from totalplace_lib.schema.config.contract import Column, FileContract
from totalplace_lib.schema.config.facts import Facts
from totalplace_lib.schema.config.fault import ConfigFault, nearest
from totalplace_lib.schema.config.judge import refused
from totalplace_lib.schema.config.reading import Sheet, decoded, read_toml

_Lines = Mapping[tuple[str, int, str], int]


def judge_file(contract: FileContract, file: str, content: bytes, facts: Facts) -> list[ConfigFault]:
    """Everything in a file that its contract forbids."""
    data, faults = read_toml(file, content)
    if faults:
        return faults
    text = decoded(content, Sheet(file))
    lines = _lines(text)
    apart = (*contract.parts, *contract.elsewhere)
    whole = {name: value for name, value in data.items() if name not in apart}
    found = [*_of_fields(file, whole, contract.fields, lines, ("", 0), facts)]
    for name, columns in contract.parts.items():
        entries = data.get(name)
        if entries is None and name in contract.optional:
            continue
        if not isinstance(entries, list) or not entries:
            found.append(ConfigFault(file, f"{name} is missing: no [[{name}]] stands in the file."))
            continue
        for number, entry in enumerate(entries):
            found += _of_fields(file, entry, columns, lines, (name, number), facts)
    for name, number, column, says in contract.between(data) if contract.between else ():
        where = f"[[{name}]] number {number + 1}: " if name else ""
        row = lines.get((name, number, column), lines.get((name, number, "")))
        found.append(ConfigFault(file, f"{where}{says}", row=row, column=column))
    stem = PurePosixPath(file).stem
    if contract.named_after and data.get(contract.named_after, stem) != stem:
        row = lines.get(("", 0, contract.named_after))
        given = str(data[contract.named_after])
        says = f"{contract.named_after} is '{given}', expected '{stem}', the name of the file."
        found.append(ConfigFault(file, says, row=row, column=contract.named_after))
    return found


def _of_fields(
    file: str,
    given: Mapping[str, Any],
    fields: tuple[Column, ...],
    lines: _Lines,
    part: tuple[str, int],
    facts: Facts,
) -> Iterator[ConfigFault]:
    where = f"[[{part[0]}]] number {part[1] + 1}: " if part[0] else ""
    names = [field.name for field in fields]
    for field in fields:
        if field.name not in given and not field.may_be_empty:
            yield ConfigFault(
                file, f"{where}{field.name} is missing ({field.says}).", row=lines.get((*part, ""))
            )
    for name, value in given.items():
        row = lines.get((*part, name))
        if name not in names:
            yield ConfigFault(
                file, f"{where}nothing here has this name.", row=row, column=name, found=name,
                expected=", ".join(names), nearest=nearest(name, names),
            )  # fmt: skip
            continue
        yield from _of_value(file, fields[names.index(name)], value, row, facts)


def _of_value(
    file: str, field: Column, value: object, row: int | None, facts: Facts
) -> Iterator[ConfigFault]:
    if field.many and isinstance(value, list):
        one = dataclasses.replace(field, many=False)
        for each in value:
            yield from _of_value(file, one, each, row, facts)
        return
    is_number = any(rule.is_number for rule in field.rules)
    right = () if field.many and not field.or_one else (int, float) if is_number else str
    if not isinstance(value, right) or isinstance(value, bool):
        expected = "a number without quotes" if is_number else "text in quotes"
        expected = 'a list such as ["One", "Two"]' if field.many and not field.or_one else expected
        yield ConfigFault(file, row=row, column=field.name, found=str(value), expected=expected)
        return
    text = f"{Decimal(repr(value)):f}" if isinstance(value, float) else str(value)
    if not text and not field.may_be_empty:
        yield ConfigFault(file, row=row, column=field.name, expected=field.says)
    for number, rule in enumerate(field.rules if text else ()):
        if not rule.accepts(text, facts):
            yield refused(file, row, field, field.name, text, number, facts)


def _lines(text: str) -> dict[tuple[str, int, str], int]:
    """The line of each name, by the [[part]] that it stands in and its number; the part's own line under ""."""
    found: dict[tuple[str, int, str], int] = {}
    part, counted = ("", 0), dict[str, int]()
    for number, line in enumerate(text.splitlines(), 1):
        head = re.match(r"\s*\[\[(\w+)\]\]", line)
        name = re.match(r"\s*(\w+)\s*=", line)
        if head:
            part = (head[1], counted.get(head[1], 0))
            counted[head[1]] = part[1] + 1
            found[*part, ""] = number
        elif name:
            found.setdefault((*part, name[1]), number)
    return found
