"""A table of payments before anything of it is read: which columns it has, who paid, what a person must decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.payments import dates, payers
from totalplace_lib.payments.mapping import FieldMap, Head, find_head, find_mapping
from totalplace_lib.payments.payment_files import Part
from totalplace_lib.payments.records import Sample, sample

_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[-/_–]\s*(?:20)?(\d\d)(?!\d)")


@dataclass(frozen=True)
class Proposal:
    """A table with the mapping found for it, before anything is read: what a person looks at."""

    part: Part
    sample: Sample = field(repr=False)
    mapping: FieldMap
    body: payers.Body
    title: str

    @property
    def faults(self) -> list[str]:
        """What a person has to decide before the table can be read; [] where every required field is sure."""
        headings = ", ".join(f"'{one}'" for one in self.mapping.head.headings if one)
        found = [
            f"no column for the {name}: name it with --map {name}=HEADING (headings: {headings})"
            for name in self.mapping.missing
        ]
        if not self.body.name and self.body.column is None:
            found.append(
                "which body paid is not said in a column, the title or the file's name: add --body NAME"
            )
        if "period" in self.mapping.fields and self.year is None and self._needs_year:
            found.append(
                "periods have no year, and no column, title or file name says one: add it to the file's name"
            )
        doubted = {name: why for name, why in self.mapping.doubts.items() if name not in self.mapping.missing}
        return found + [f"{name}: {why}: name it with --map {name}=HEADING" for name, why in doubted.items()]

    @property
    def year(self) -> int | None:
        """The financial year that a column, the title or the file's name says."""
        said = set(self._cells("year")) if "year" in self.mapping.fields else set()
        found = _YEAR.search(" ".join(said) if said else f"{self.title} {self.part.name} {self.part.file}")
        if len(said) > 1:
            return None
        return int(found[1]) if found and (int(found[1]) + 1) % 100 == int(found[2]) else None

    @property
    def _needs_year(self) -> bool:
        return all(dates.PERIOD.fullmatch(cell) for cell in self._cells("period"))

    def _cells(self, name: str) -> list[str]:
        """The cells of a field in the sample that are not empty."""
        column = self.mapping.fields[name].column
        data = self.sample.rows[self.mapping.head.at + self.mapping.head.rows :]
        return [row[column].strip() for _, row in data if column < len(row) and row[column].strip()]


def propose(
    part: Part,
    *,
    body: str = "",
    wanted: Mapping[str, str] | None = None,
    kept: Callable[[Head], Mapping[str, str]] | None = None,
) -> Proposal:
    """Find heading, columns and body of a table. wanted, kept: headings by field that a person named, now or before.

    SourceError where it has no heading.
    """
    taken = sample(part)
    if not taken.rows:
        raise SourceError(f"{part} has no rows.")
    head = find_head(taken.rows, str(part))
    mapping = find_mapping(taken.rows, head, wanted or (kept(head) if kept else None))
    title = " ".join(cell for _, row in taken.rows[: head.at] for cell in row if cell.strip())[:500]
    column = mapping.fields.get("body")
    data = [row for _, row in taken.rows[head.at + head.rows :]]
    cells = [row[column.column].strip() for row in data if column.column < len(row)] if column else []
    who = payers.whose(cells, column, typed=body, file=f"{part.file} {part.name}", title=title)
    return Proposal(part, taken, mapping, who, title)


def check_sure(proposals: list[Proposal]) -> None:
    """Faults (SourceError each) that name what is missing, where a table cannot be read without a person."""
    found = [SourceError(f"{one.part}: {fault}.") for one in proposals for fault in one.faults]
    if found:
        raise Faults("Not read", found)
