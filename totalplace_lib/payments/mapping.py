"""Which column of a table is the body, day, payee, amount and so on: by the words of its heading and by its content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from totalplace_lib.errors import SourceError, UsageError
from totalplace_lib.payments import amounts, dates
from totalplace_lib.payments.column_contents import Profile, profile
from totalplace_lib.payments.word_lists import FIELDS, plain, scores

HEADING_WITHIN = 60
"""The heading stands in the first so many rows."""
SURE = 55
"""A column with a score below this is not believed without a person."""
CLOSE = 4
_TOLD = ("date", "period", "payee", "amount", "debit", "credit")
Rows = Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True)
class Head:
    """Where the heading stands: index of its first row in the sample, how many rows it takes, the words by column."""

    at: int
    rows: int
    headings: tuple[str, ...]

    @property
    def signature(self) -> str:
        """The same for files with the same headings."""
        return hashlib.sha256("\n".join(map(plain, self.headings)).encode()).hexdigest()[:16]


class Choice(NamedTuple):
    """One field found: column from 0, how sure (0 to 100), and why."""

    column: int
    score: int
    why: str


@dataclass(frozen=True)
class FieldMap:
    """Columns by field. doubts: what a person has to decide, by field; basis: net, gross or not said."""

    head: Head
    fields: Mapping[str, Choice]
    doubts: Mapping[str, str] = field(default_factory=dict)
    basis: str = ""
    unit: int = 1
    comma: bool = False

    @property
    def missing(self) -> list[str]:
        """Required fields without a column (the body may be known from elsewhere)."""
        has_amount = "amount" in self.fields or {"debit", "credit"} <= self.fields.keys()
        has_date = "date" in self.fields or "period" in self.fields
        found = {"date": has_date, "payee": "payee" in self.fields, "amount": has_amount}
        return [name for name, is_there in found.items() if not is_there]

    def heading(self, name: str) -> str:
        """The heading of a field's column."""
        return self.head.headings[self.fields[name].column]

    def lines(self) -> Iterator[str]:
        """The mapping in words, a line a field."""
        for name in (*FIELDS, "period", "debit", "credit"):
            if name in self.fields:
                choice = self.fields[name]
                yield f"{name}: '{self.heading(name)}' (column {choice.column + 1}; {choice.why}, {choice.score})"


def find_head(rows: Rows, where: str) -> Head:
    """The heading among the first rows. SourceError that says what was looked for."""
    near = list(enumerate(rows[:HEADING_WITHIN]))
    ranked = sorted(((_heading_score(cells), -at) for at, (_, cells) in near), reverse=True)
    if ranked and ranked[0][0] >= 2:
        at = -ranked[0][1]
    else:
        at = next((at for at, (_, cells) in near if _stands_over_data(cells, rows[at + 1 : at + 30])), -1)
    if at < 0:
        raise SourceError(
            f"{where}: no heading row in the first {HEADING_WITHIN} rows: none names a day, a payee and an amount in "
            "words of config/payments/headings.csv. Is it a table of payments? If so, add its words there."
        )
    below = rows[at + 1][1] if at + 1 < len(rows) else ()
    stacked = _is_stacked(rows[at][1], below, rows[at + 2 : at + 40])
    width = max(len(cells) for _, cells in rows[at : at + 200])
    parts = [rows[at][1], below] if stacked else [rows[at][1]]
    words = (" ".join(" ".join(p[c] for p in parts if c < len(p)).split()) for c in range(width))
    return Head(at, len(parts), tuple(words))


def _is_value(cell: str) -> bool:
    if len(cell) > 40 or not any(sign.isdigit() for sign in cell):
        return False
    return amounts.pence(cell) is not None or bool(dates.read([cell]).by_text)


def _heading_score(cells: Sequence[str]) -> float:
    """How much a row looks like a heading: required fields that its cells name; 0 for a row of data."""
    full = [cell for cell in cells if cell.strip()]
    if len(full) < 2 or sum(map(_is_value, full)) > len(full) / 4 or max(map(len, full)) > 200:
        return 0
    told: dict[str, int] = {}
    for cell in full:
        for name, (score, _) in scores(cell).items():
            told[name] = max(told.get(name, 0), score)
    has = {"when": ("date", "period"), "who": ("payee",), "what": ("amount", "debit", "credit")}
    found = sum(any(told.get(name, 0) >= 50 for name in names) for names in has.values())
    others = sum(score >= 50 for name, score in told.items() if name not in _TOLD)
    return found + others / 20 if found >= 2 else 0


def _stands_over_data(cells: Sequence[str], below: Rows) -> bool:
    """Whether words stand over a column of days and a column of amounts: a heading in words that nobody knows."""
    full = [cell for cell in cells if cell.strip()]
    if len(full) < 3 or any(map(_is_value, full)) or len(below) < 3:
        return False
    columns = [profile([row[c] if c < len(row) else "" for _, row in below]) for c in range(len(cells))]
    has_days = any(one.dates > 0.9 and one.filled > 0.5 for one in columns)
    return has_days and any(one.money > 0.5 and one.dates < 0.5 and one.filled > 0.5 for one in columns)


def _is_stacked(over: Sequence[str], cells: Sequence[str], below: Rows) -> bool:
    """Whether the row under the heading belongs to it: words only, where the rows below have values."""
    full = [(c, cell) for c, cell in enumerate(cells) if cell.strip()]
    if not full or any(_is_value(cell) for _, cell in full) or any(len(cell) > 40 for _, cell in full):
        return False
    is_partial = len(full) < sum(bool(cell.strip()) for cell in over)
    says_more = any(scores(f"{over[c] if c < len(over) else ''} {cell}") for c, cell in full)
    values = [c for c, _ in full if _is_mostly_values([row[c] if c < len(row) else "" for _, row in below])]
    return is_partial and says_more and len(values) >= 1


def _is_mostly_values(cells: Sequence[str]) -> bool:
    full = [cell for cell in cells if cell.strip()][:20]
    return bool(full) and sum(map(_is_value, full)) > len(full) / 2


def find_mapping(rows: Rows, head: Head, wanted: Mapping[str, str] | None = None) -> FieldMap:
    """The columns of each field. wanted: headings that a person named, by field; UsageError where one is not there."""
    data = [cells for _, cells in rows[head.at + head.rows :]]
    columns = [
        profile([row[c].strip() if c < len(row) else "" for row in data]) for c in range(len(head.headings))
    ]
    chosen = {name: _named(head, name, heading) for name, heading in (wanted or {}).items()}
    options = sorted(_options(head, columns), key=lambda one: (-one[1].score, one[1].column))
    taken = {choice.column for choice in chosen.values()}
    for name, choice in options:
        if name not in chosen and choice.column not in taken:
            chosen[name] = choice
            taken.add(choice.column)
    chosen |= _by_content(columns, chosen, taken)
    doubts = _doubts(data, chosen, options, wanted or {})
    return _finished(head, data, _sorted_out(chosen), doubts)


def _named(head: Head, name: str, heading: str) -> Choice:
    found = [c for c, words in enumerate(head.headings) if plain(words) == plain(heading)]
    if not found or name not in (*FIELDS, *_TOLD):
        raise UsageError(
            f"--map {name}={heading}: there is no such {'field' if found else 'heading'}. Fields: {', '.join(FIELDS)}. "
            f"Headings: {', '.join(filter(None, head.headings))}."
        )
    return Choice(found[0], 100, "named by a person")


def _options(head: Head, columns: Sequence[Profile]) -> Iterator[tuple[str, Choice]]:
    """Every field that a column may be by its heading, where its content allows it."""
    for column, (heading, one) in enumerate(zip(head.headings, columns, strict=True)):
        if one.is_empty or not heading:
            continue
        found = scores(heading)
        other = found.get("other", (0, ""))[0]
        for name, (score, _) in found.items():
            if name != "other" and score >= other and _fits(name, one):
                by_fill = score if one.filled > 0.9 else round(score * (0.55 + 0.5 * one.filled))
                yield name, Choice(column, min(by_fill, score), "by its heading")


def _fits(name: str, one: Profile) -> bool:
    """Whether what a column holds can be the field."""
    if name == "date":
        return one.dates >= 0.6
    if name == "year":
        return one.distinct <= 3
    if name == "period":
        return one.dates >= 0.6 or one.periods >= 0.9
    if name in ("amount", "debit", "credit"):
        return one.amounts >= 0.6 and not (one.dates > 0.95 and one.money < 0.1 and one.distinct > 3)
    if name == "payee":
        return one.names >= 0.5
    return name != "body" or one.names >= 0.5


def _by_content(
    columns: Sequence[Profile], chosen: Mapping[str, Choice], taken: set[int]
) -> dict[str, Choice]:
    """Required fields that no heading names, where one column alone can be it by what it holds."""
    free = [c for c in range(len(columns)) if c not in taken and not columns[c].is_empty]
    found: dict[str, Choice] = {}
    if "date" not in chosen and "period" not in chosen:
        days = [
            c for c in free if columns[c].dates > 0.95 and columns[c].filled > 0.5 and columns[c].money < 0.9
        ]
        found |= {"date": Choice(days[0], 60, "the only column of days")} if len(days) == 1 else {}
    if "amount" not in chosen and not {"debit", "credit"} <= chosen.keys():
        money = [
            c for c in free if columns[c].money > 0.3 and columns[c].amounts > 0.95 and columns[c].dates < 0.5
        ]
        found |= {"amount": Choice(money[0], 60, "the only column of amounts")} if len(money) == 1 else {}
    if "payee" not in chosen:
        names = sorted(((columns[c].companies, c) for c in range(len(columns))), reverse=True)[:2]
        runner_up = names[1][0] if len(names) > 1 else 0
        if (
            names
            and names[0][0] > 0.15
            and names[0][0] > 2 * runner_up
            and names[0][1]
            not in taken  # a service may be called after a company; its heading says that it is none
        ):
            found["payee"] = Choice(names[0][1], 60, "the column of companies' names")
    return found


def _sorted_out(chosen: dict[str, Choice]) -> dict[str, Choice]:
    """Without what another field makes needless: a debit beside an amount, a period beside a day."""
    kept = dict(chosen)
    if "amount" in kept or not {"debit", "credit"} <= kept.keys():
        kept = {name: choice for name, choice in kept.items() if name not in ("debit", "credit")}
    if kept.get("date", Choice(0, 0, "")).score >= SURE:
        kept.pop("period", None)
    elif "period" in kept:
        kept.pop("date", None)
    payee = kept.get("payee")
    return {n: c for n, c in kept.items() if n == "payee" or payee is None or c.column != payee.column}


def _doubts(
    data: Sequence[Sequence[str]],
    chosen: Mapping[str, Choice],
    options: Sequence[tuple[str, Choice]],
    wanted: Mapping[str, str],
) -> dict[str, str]:
    """Fields for which two columns are as likely, by the columns' numbers, and those found with too low a score."""
    doubts: dict[str, str] = {}
    for name in ("date", "payee", "amount"):
        choice = chosen.get(name)
        if choice is None or name in wanted:
            continue
        if choice.score < SURE and not (name == "date" and "period" in chosen):
            doubts[name] = f"column {choice.column + 1} is only likely ({choice.score})"
        rivals = [
            other
            for field_name, other in options
            if field_name == name and other.column != choice.column and other.score > choice.score - CLOSE
        ]
        different = [one for one in rivals if _differ(data, choice.column, one.column)]
        if different and name != "date":
            doubts[name] = f"columns {choice.column + 1} and {different[0].column + 1} are as likely"
    return doubts


def _differ(data: Sequence[Sequence[str]], one: int, other: int) -> bool:
    pairs = ((row[one].strip(), row[other].strip()) for row in data if max(one, other) < len(row))
    return any(mine != theirs for mine, theirs in pairs if theirs)


def _finished(
    head: Head, data: Sequence[Sequence[str]], chosen: Mapping[str, Choice], doubts: Mapping[str, str]
) -> FieldMap:
    """With how the amounts are written, and whether they are net or gross."""
    amount = chosen.get("amount") or chosen.get("debit")
    if amount is None:
        return FieldMap(head, chosen, doubts)
    heading = head.headings[amount.column]
    basis = scores(heading).get("amount", (0, ""))[1]
    cells = [row[amount.column] for row in data if amount.column < len(row) and row[amount.column].strip()]
    thousands = {"000", "000s", "k", "thousand", "thousands"} & set(plain(heading).split())
    return FieldMap(head, chosen, doubts, basis, 1000 if thousands else 1, amounts.has_decimal_comma(cells))
