"""What must hold between the cells of a row of config/, or between its rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from totalplace_lib.schema.config.contract import RowRule
from totalplace_lib.schema.config.facts import Data, Facts, In, Row, Source, rows_of
from totalplace_lib.schema.patterns import pieces

if TYPE_CHECKING:
    import pandas as pd


def each(column: str, says: str, judge: Callable[[Row, Facts], bool]) -> RowRule:
    """A rule that looks at one row at a time."""
    return RowRule(column, says, lambda frame, facts: [judge(row, facts) for row in rows_of(frame)])


def needed(column: str, when: str, *values: str, says: str = "") -> RowRule:
    """A cell that must be filled where another column has one of these values, and empty where it has not."""
    return each(
        column,
        says or f"filled where {when} is {' or '.join(values)}, and empty elsewhere",
        lambda row, facts: bool(row[column]) == (row[when] in values),
    )


def in_order(first: str, last: str) -> RowRule:
    """A first and a last year in their order; an empty one is without end."""
    return each(
        last,
        f"not before {first}",
        lambda row, facts: not row[first] or not row[last] or row[first] <= row[last],
    )


def increasing(low: str, high: str) -> RowRule:
    """A lower number in one column than in another, where both are given."""

    def judge(row: Row, facts: Facts) -> bool:
        try:
            return not row[low] or not row[high] or float(row[low]) <= float(row[high])
        except ValueError:
            return True

    return each(high, f"not below {low}", judge)


def ranges_apart(by: Sequence[str], first: str, last: str) -> RowRule:
    """Of rows with the same `by`, ranges of years that do not overlap; an empty year is without end."""

    def holds(frame: pd.DataFrame, facts: Facts) -> list[bool]:
        rows = rows_of(frame)
        right = []
        for number, row in enumerate(rows):
            others = [one for one in rows[:number] if all(one[name] == row[name] for name in by)]
            right.append(not any(_overlap(row, one, first, last) for one in others))
        return right

    return RowRule(first, f"years that no other row of the same {' and '.join(by)} has", holds)


def _overlap(one: Row, other: Row, first: str, last: str) -> bool:
    return (one[first] or "0000") <= (other[last] or "9999") and (other[first] or "0000") <= (
        one[last] or "9999"
    )


def together(columns: Sequence[str], source: Sequence[In | Data], says: str, *, column: str = "") -> RowRule:
    """Cells that stand together in one row of another table: the first source is the table, all are its columns."""

    def holds(frame: pd.DataFrame, facts: Facts) -> list[bool]:
        known = _tuples(source, facts)
        cells = frame[list(columns)].itertuples(index=False)
        return [known is None or tuple(row) in known or "" in row for row in cells]

    return RowRule(column or columns[-1], says, holds)


def _tuples(source: Sequence[In | Data], facts: Facts) -> set[tuple[str, ...]] | None:
    first, names = source[0], [one.column for one in source]
    frame = facts.tables.get(first.table) if isinstance(first, In) else facts.frame(first.table, names)
    if frame is None or not set(names) <= set(frame.columns):
        return None
    return set(frame[names].astype(str).itertuples(index=False, name=None))


def one_of_each(by: Sequence[str], column: str, says: str, judge: Callable[[list[str]], bool]) -> RowRule:
    """A rule on all the cells of one column in rows with the same `by`; the fault stands in the first such row."""

    def holds(frame: pd.DataFrame, facts: Facts) -> list[bool]:
        groups: dict[tuple[str, ...], list[int]] = {}
        for number, values in enumerate(frame[list(by)].itertuples(index=False, name=None)):
            groups.setdefault(values, []).append(number)
        right = [True] * len(frame)
        for numbers in groups.values():
            right[numbers[0]] = judge([str(frame[column].iloc[number]) for number in numbers])
        return right

    return RowRule(column, says, holds)


def same_throughout(by: str, column: str) -> RowRule:
    """One value for all rows with the same `by`."""
    return one_of_each(
        [by], column, f"one value for all rows of the same {by}", lambda cells: len(set(cells)) == 1
    )


def all_values(column: str, source: Source) -> RowRule:
    """Every value of another table stands in this column at least once; the fault stands in the last row."""

    def holds(frame: pd.DataFrame, facts: Facts) -> list[bool]:
        wanted = facts.values((source,))
        missing = wanted is not None and not wanted <= set(frame[column])
        return [True] * (len(frame) - 1) + [not missing] if len(frame) else []

    return RowRule(column, f"every value of {source} in some row", holds)


def fits_something(table: str, columns: Sequence[str], column: str) -> RowRule:
    """Patterns of a row that together fit at least one row of a processed table: one that never can is a slip."""

    def holds(frame: pd.DataFrame, facts: Facts) -> list[bool]:
        held = facts.rows(table, columns)
        if held is None or not set(columns) <= set(frame.columns):
            return [True] * len(frame)
        lines = "\n".join(_BETWEEN.join(row[name].lower() for name in columns) for row in held)
        return [bool(row.get("kept")) or _search(row, columns, lines) for row in rows_of(frame)]

    return RowRule(column, f"patterns that together fit a line of data/processed/{table}.parquet", holds)


_BETWEEN = "\x1f"  # a character that no publication uses


def _search(row: Row, columns: Sequence[str], lines: str) -> bool:
    anything = f"[^\n{_BETWEEN}]*"
    parts = [anything.join(re.escape(piece) for piece in pieces(row[name]) or ("", "")) for name in columns]
    return re.search(f"^{_BETWEEN.join(parts)}$", lines, re.MULTILINE) is not None


def needed_for(column: str, when: str, *values: str) -> RowRule:
    """A cell that must be filled where another column has one of these values, and may be elsewhere."""
    return each(
        column,
        f"filled where {when} is {' or '.join(values)}",
        lambda row, facts: bool(row[column]) or row[when] not in values,
    )


def last_catches_all(column: str, on: Sequence[str]) -> RowRule:
    """The last row fits anything, so that no line is without a row."""

    def holds(frame: pd.DataFrame, facts: Facts) -> list[bool]:
        caught = all(frame[name].iloc[-1] in ("", "*") for name in on) if len(frame) else True
        return [True] * (len(frame) - 1) + [caught] if len(frame) else []

    return RowRule(column, "a last row that fits anything (* in each pattern)", holds)


def distinct(column: str) -> RowRule:
    """No value twice; empty ones apart."""

    def holds(frame: pd.DataFrame, facts: Facts) -> list[bool]:
        seen: Counter[str] = Counter()
        right = []
        for value in frame[column]:
            seen[value] += 1
            right.append(not value or seen[value] == 1)
        return right

    return RowRule(column, "a value that no row above has", holds)


def not_both(column: str, other: str) -> RowRule:
    """A value of one column never stands in another one."""

    def holds(frame: pd.DataFrame, facts: Facts) -> list[bool]:
        taken = set(frame[other])
        return [value not in taken for value in frame[column]]

    return RowRule(column, f"a value that stands in no row as {other}", holds)


def first_of_run(run: str, year: str) -> RowRule:
    """The first year of an unbroken run of rows: that year is of its own run, and so are all years since."""

    def holds(frame: pd.DataFrame, facts: Facts) -> list[bool]:
        runs = dict(zip(frame[year], frame[run], strict=True))
        return [
            all(runs[one] == first for one in runs if first <= one <= last) for last, first in runs.items()
        ]

    return RowRule(run, f"the first {year} of an unbroken run of them", holds)


def edition_holds_year(column: str) -> RowRule:
    """The edition of the Treasury's analysis holds the year."""

    def judge(row: Row, facts: Facts) -> bool:
        known = facts.values((Data("cra", "year", (("edition", row[column]),)),))
        return known is None or row["year"] in known

    return each(column, "an edition that holds this year", judge)


def returns_hold_year() -> RowRule:
    """Each council's own return is held in a year that says so."""

    def judge(row: Row, facts: Facts) -> bool:
        held = {"council_revenue": "council_revenue", "council_capital": "council_capital"}
        return all(
            known is None or (row["year"] in known) or row[column] != "returns"
            for column, table in held.items()
            for known in [facts.values((Data(table, "year"),))]
        )

    return each("year", "a year whose returns are held (data/processed), or none in council_revenue", judge)


def _transfer_is_whole(row: Row, facts: Facts) -> bool:
    treasury = all(row[name] for name in ("department", "programme", "sector"))
    none = not any(row[name] for name in ("department", "programme", "sector"))
    if row["action"] == "checked":
        return none and not row["block"] and not row["line"]
    if row["block"] == "central":
        return treasury and not row["line"]
    return none and bool(row["line"]) and bool(row["block"])


TRANSFERS = (
    each(
        "received",
        "what receivers report where the action is offset, nothing elsewhere",
        lambda row, facts: (row["action"] == "offset") == bool(row["received"]),
    ),
    each(
        "block",
        "central with department, programme and sector; council with line; nothing of these where action is checked",
        _transfer_is_whole,
    ),
    same_throughout("transfer", "instrument"),
    same_throughout("transfer", "action"),
)


def _funding_line(row: Row, facts: Facts) -> bool:
    if row["economic"] == "none":
        return not row["line"]
    known = facts.values((In("lines/cor4.csv" if row["economic"] == "capital" else "lines/rs.csv", "line"),))
    return bool(row["line"]) and (known is None or row["line"] in known)


FUNDING = (
    each(
        "line",
        "a line of lines/rs.csv where current, of lines/cor4.csv where capital, empty where none",
        _funding_line,
    ),
    same_throughout("funder", "funder_group"),
)
