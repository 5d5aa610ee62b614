"""What stands in a file -> typed figures; every fault with its cell and what to do, all together.

A row that is wrong is never half taken: it is left out whole, and only where that was asked for (`--partial`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from totalplace_lib.count.returned import ALL_SERVICES, BOTH
from totalplace_lib.errors import SourceError, TotalPlaceError, UsageError, shown
from totalplace_lib.returns import answers_of_cells as read
from totalplace_lib.returns import form, matching
from totalplace_lib.returns.answers import Asked, Between, Figure, Return, Status
from totalplace_lib.returns.filled import Entry, Filled, opened

THOUSAND = (300.0, 3000.0)
FAR, SMALLEST_GAP = 10.0, 1_000_000.0
"""A figure this many times the estimate, and this many pounds away from it, is asked about."""
_IF_RIGHT = "If the figure is right, add the file with --sure."

AskedOf = Callable[[str, str], Asked]
"""What is asked of the bodies of a place (slug) in a year; UsageError where there is no such place or year."""


@dataclass
class Judged:
    """What a file comes to. whole: faults of a file or return as such; rows: faults of rows that can be left out;
    doubts: figures that may be right, but look wrong."""

    file: str
    returns: list[Return] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def taken(self, *, is_partial: bool = False, is_sure: bool = False) -> list[Return]:
        """The returns that may be added; Faults with every fault of the file where something stands against it."""
        against = [*self.whole, *([] if is_partial else self.rows), *([] if is_sure else self.doubts)]
        if against:
            from totalplace_lib.errors import Faults

            more = "" if self.whole or is_partial or not self.rows else "; --partial takes the other rows"
            raise Faults(f"{self.file}: nothing was added{more}", [SourceError(fault) for fault in against])
        return self.returns


def judge(path: Path, asked_of: AskedOf) -> Judged:
    """Read a file and judge it. Never raises for what is wrong with the file: that is in the result."""
    file = shown(path.name)
    judged = Judged(file)
    try:
        filled, faults = opened(path, file)
    except TotalPlaceError as fault:
        judged.whole.append(str(fault))
        return judged
    judged.whole += faults
    for one in filled:
        _judge_one(one, judged, asked_of)
    return judged


def _judge_one(one: Filled, judged: Judged, asked_of: AskedOf) -> None:
    about = one.about
    asked = _place_and_year(about, judged, asked_of)
    status, source = _status(about, judged)
    by = read.text(about, "by", judged.whole)
    if not by:
        judged.whole.append(
            f"{about.where('by')}: '{form.ABOUT_FIELDS['by']}' is empty. Say who filled in the return."
        )
    unit = form.UNITS.get(read.word(about, "unit", tuple(form.UNITS), judged.whole, form.ABOUT_FIELDS), 1)
    body = _body(about, asked, judged) if asked else ""
    if asked is None or not body:
        _judge_amounts(one, judged)
        return
    before = len(judged.rows)
    figures = _figures(one.spending, asked, body, unit, judged)
    between = [made for entry in one.between if (made := _between(entry, asked, body, unit, judged.rows))]
    _once_each(figures, one, judged)
    _paid_is_spent(figures, between, one, judged)
    kept = tuple(figure for figure in figures if figure is not None)
    if not kept and not between and len(judged.rows) == before:
        judged.whole.append(
            f"{judged.file}: the return of {body} holds no figure. Fill in '{form.ENTRY_FIELDS['gross']}'."
        )
    _doubts(kept, one, judged)
    judged.returns.append(
        Return(asked.place, asked.year, body, status, by, _day(about, judged), source, kept, tuple(between))
    )


def _place_and_year(about: Entry, judged: Judged, asked_of: AskedOf) -> Asked | None:
    place, year = (read.text(about, name, judged.whole) for name in ("place", "year"))
    for name, text in (("place", place), ("year", year)):
        if not text:
            judged.whole.append(
                f"{about.where(name)}: '{form.ABOUT_FIELDS[name]}' is empty. Write it as in the form."
            )
    if not place or not year:
        return None
    try:
        return asked_of(place, year)
    except UsageError as fault:
        judged.whole.append(f"{about.where('place')} or {about.where('year')}: {fault}")
        return None


def _status(about: Entry, judged: Judged) -> tuple[str, str]:
    status = read.word(about, "status", form.STATUS, judged.whole, form.ABOUT_FIELDS)
    source = read.text(about, "source", judged.whole)
    if status == Status.PUBLISHED and not source:
        judged.whole.append(
            f"{about.where('source')}: the return is called published, but no source is named. Say where it "
            "was published, "
            f"or call it {Status.UNPUBLISHED}."
        )
    return status, source


def _day(about: Entry, judged: Judged) -> str:
    cell = about.values.get("dated")
    if isinstance(cell, date | datetime):
        return cell.isoformat()[:10]
    return read.text(about, "dated", judged.whole)


def _body(about: Entry, asked: Asked, judged: Judged) -> str:
    said = read.text(about, "body", judged.whole)
    names = asked.bodies
    found = matching.body(said, names)
    if not said:
        judged.whole.append(
            f"{about.where('body')}: '{form.ABOUT_FIELDS['body']}' is empty. Write it as in the form."
        )
    elif not found:
        near = matching.near(said, names)
        like = f" Near: {'; '.join(near)}." if near else ""
        judged.whole.append(
            f"{about.where('body')}: no body of {asked.name} in {asked.year} is called '{shown(said)}'.{like} "
            "Write one of "
            f"them, or decide in config/{matching.BODIES} whom it stands for; 'totalplace returns status' "
            "lists them."
        )
    return found


def _figures(
    entries: Sequence[Entry], asked: Asked, body: str, unit: int, judged: Judged
) -> list[Figure | None]:
    return [_figure(entry, asked, body, unit, judged.rows) for entry in entries]


def _figure(entry: Entry, asked: Asked, body: str, unit: int, faults: list[str]) -> Figure | None:
    """The figure of a row; None with its faults where it is wrong."""
    before = len(faults)
    faults.extend(entry.faults)
    line = _line(entry, asked, body, faults)
    gross, fees = read.amount(entry, "gross", faults), read.amount(entry, "fees", faults)
    volume, percent = (
        read.amount(entry, "volume", faults, is_money=False),
        read.amount(entry, "plus_minus", faults, is_money=False),
    )
    confidence = read.word(entry, "confidence", form.CONFIDENCE, faults, form.ENTRY_FIELDS, may_be_empty=True)
    volume_unit, note = read.text(entry, "volume_unit", faults), read.text(entry, "note", faults)
    faults.extend(_between_cells(entry, gross, fees, volume, volume_unit, percent, confidence))
    if len(faults) > before or line is None or gross is None:
        return None
    estimate, low, high = asked.estimate(body, line)
    service, function, economic = line
    return Figure(
        entry.row, read.letter(entry.where("gross")), service, function, economic, round(gross * unit, 2),
        round((fees or 0.0) * unit, 2), volume, volume_unit, confidence, (percent or 0.0) / 100, note, estimate,
        low, high,
    )  # fmt: skip


def _between_cells(
    entry: Entry, gross: float | None, fees: float | None, volume: float | None, volume_unit: str,
    percent: float | None,
    confidence: str,
) -> list[str]:  # fmt: skip
    """What cannot be together in a row."""
    found = []
    if gross is None and read.is_blank(entry.values.get("gross")):
        found.append(
            f"{entry.where('gross')}: the row is filled in, but gross spending is empty. Write it; 0 if "
            "nothing was spent."
        )
    if gross is not None and fees is not None and fees > max(gross, 0):
        found.append(
            f"{entry.where('fees')}: income of {fees:,.0f} is more than gross spending of {gross:,.0f}. Which "
            "is right?"
        )
    if volume is not None and not volume_unit:
        found.append(
            f"{entry.where('volume_unit')}: a volume without a unit. Say of what: people, places, cases."
        )
    if volume is not None and volume < 0:
        found.append(f"{entry.where('volume')}: a volume cannot be below nought.")
    if percent is not None and not 0 <= percent <= 100:
        found.append(f"{entry.where('plus_minus')}: {percent:g} is no percentage between 0 and 100.")
    if confidence == form.CONFIDENCE[-1] and percent is None:
        found.append(
            f"{entry.where('plus_minus')}: an estimate needs its plus or minus in per cent, such as 10."
        )
    return found


def _line(entry: Entry, asked: Asked, body: str, faults: list[str]) -> tuple[str, str, str] | None:
    """Service, function and current or capital of a row, as the count has them; None with a fault."""
    said = read.text(entry, "service", faults)
    if not said:
        faults.append(
            f"{entry.where('service')}: no service. Write it as in the form, or '{ALL_SERVICES}' for the whole "
            "body."
        )
        return None
    names = asked.services(body)
    service = matching.service(said, body, names)
    if not service:
        near = matching.near(said, names)
        like = f" Near: {'; '.join(near)}." if near else ""
        faults.append(
            f"{entry.where('service')}: the count has no line '{shown(said)}' of {body}.{like} Write one of "
            "them, or decide in "
            f"config/{matching.SERVICES} which it is."
        )
        return None
    given = read.text(entry, "function", faults)
    function = matching.same(given, asked.functions(body))
    if given and not function and service != ALL_SERVICES:
        faults.append(
            f"{entry.where('function')}: no function '{shown(given)}' of {body}. Write it as in the form, or "
            "leave it empty."
        )
        return None
    economic = (
        read.word(entry, "economic", form.ECONOMIC, faults, form.GIVEN_FIELDS, may_be_empty=True) or BOTH
    )
    return _as_coded(entry, asked, body, (service, function, economic), faults)


def _as_coded(
    entry: Entry, asked: Asked, body: str, line: tuple[str, str, str], faults: list[str]
) -> tuple[str, str, str] | None:
    """The line, where the code of the row (if it has one) says the same line, place and year."""
    code = read.text(entry, "code", faults).upper()
    if not code or code == form.code(asked.place, asked.year, body, *line):
        return line
    faults.append(
        f"{entry.where('code')}: the code {shown(code)} is not that of '{shown(line[0])}' of {body} in "
        f"{asked.name}, "
        f"{asked.year}. Were rows shifted or sorted, or is it the form of another year, place or body? Copy "
        "the figures "
        "into a fresh form, or clear the code where the words are right."
    )
    return None


def _between(entry: Entry, asked: Asked, body: str, unit: int, faults: list[str]) -> Between | None:
    """An amount between two bodies; None with its faults."""
    before = len(faults)
    if "gross" not in entry.values:
        faults.extend(entry.faults)
    direction = read.word(entry, "direction", (form.PAID, form.RECEIVED), faults, form.BETWEEN_FIELDS)
    said, amount = read.text(entry, "other", faults), read.amount(entry, "amount", faults)
    names = asked.bodies
    other = matching.public_body(said, names)
    if not said:
        faults.append(f"{entry.where('other')}: which body? Write its name.")
    elif not other:
        near = matching.near(said, names)
        like = f" Near: {'; '.join(near)}." if near else ""
        faults.append(
            f"{entry.where('other')}: no public body is known as '{shown(said)}'.{like} Money to firms and "
            "charities is spending "
            f"and stays in gross; a public body can be given its name in config/{matching.BODIES}."
        )
    if other and other == body:
        faults.append(f"{entry.where('other')}: a body cannot pay itself. Write the other body.")
    if amount is None and read.is_blank(entry.values.get("amount")):
        faults.append(f"{entry.where('amount')}: no amount.")
    elif amount is not None and amount < 0:
        faults.append(
            f"{entry.where('amount')}: an amount below nought. Say '{form.RECEIVED}' instead of '{form.PAID}', "
            "or the reverse."
        )
    service = read.text(entry, "service", faults) or ALL_SERVICES
    found = matching.service(service, body, asked.services(body))
    if not found:
        faults.append(
            f"{entry.where('service')}: the count has no line '{shown(service)}' of {body}. Write it as in the "
            "form, or leave it empty."
        )
    if len(faults) > before or amount is None:
        return None
    note = read.text(entry, "note", faults)
    return Between(
        entry.row, read.letter(entry.where("amount")), direction, other, found, round(amount * unit, 2), note
    )


def _once_each(figures: list[Figure | None], one: Filled, judged: Judged) -> None:
    """No line twice, and no whole that is less than its parts."""
    seen: dict[tuple[str, str, str], Entry] = {}
    for number, (figure, entry) in enumerate(zip(figures, one.spending, strict=True)):
        if figure is None:
            continue
        key = (figure.service, figure.function, figure.economic)
        if key in seen:
            judged.rows.append(
                f"{entry.where('service')}: '{figure.service}' was answered already in "
                f"{seen[key].where('service')}. Keep one of them."
            )
            figures[number] = None
        seen.setdefault(key, entry)
    whole = next(
        (one for one in figures if one and one.service == ALL_SERVICES and one.economic == BOTH), None
    )
    parts = [one for one in figures if one and one.service != ALL_SERVICES]
    if whole and sum(part.gross_gbp for part in parts) > whole.gross_gbp + 0.5:
        entry = next(entry for entry, figure in zip(one.spending, figures, strict=True) if figure is whole)
        judged.whole.append(
            f"{entry.where('gross')}: the whole body spent {whole.gross_gbp:,.0f}, but its services come to "
            f"{sum(part.gross_gbp for part in parts):,.0f}. Correct one of them."
        )


def _paid_is_spent(
    figures: Sequence[Figure | None], between: Sequence[Between], one: Filled, judged: Judged
) -> None:
    """What was paid on to other bodies cannot be more than what was spent on the service."""
    for service in dict.fromkeys(amount.service for amount in between if amount.direction == form.PAID):
        paid = sum(
            each.amount_gbp for each in between if each.service == service and each.direction == form.PAID
        )
        spent = [figure for figure in figures if figure and figure.service == service]
        if not spent:
            first = next(each for each in between if each.service == service and each.direction == form.PAID)
            entry = next(entry for entry in one.between if entry.row == first.row)
            judged.whole.append(
                f"{entry.where('amount')}: money was paid on from '{service}', for which no gross spending is "
                "given. Give it: "
                "what is paid on comes off it."
            )
        elif paid > sum(figure.gross_gbp - figure.fees_gbp for figure in spent) + 0.5:
            first = next(each for each in between if each.service == service and each.direction == form.PAID)
            entry = next(entry for entry in one.between if entry.row == first.row)
            judged.whole.append(
                f"{entry.where('amount')}: {paid:,.0f} was paid to other bodies from '{service}', more than "
                "was spent on it net "
                "of income. Gross spending holds what is paid on: correct one of them."
            )


def _doubts(figures: Sequence[Figure], one: Filled, judged: Judged) -> None:
    """Figures that may be right but look wrong: thousands for pounds, or far from what the count says."""
    entries = {entry.row: entry for entry in one.spending}
    for figure in figures:
        said, net = figure.estimate_gbp or 0.0, figure.gross_gbp - figure.fees_gbp
        where = entries[figure.row].where("gross")
        if not said or not net or (said > 0) != (net > 0):
            continue
        ratio = net / said
        if any(THOUSAND[0] <= times <= THOUSAND[1] for times in (ratio, 1 / ratio)):
            judged.doubts.append(
                f"{where}: {net:,.0f} pounds is about a thousand{'th' if ratio < 1 else ' times'} of our "
                f"{said:,.0f}. Are the "
                f"amounts in {form.THOUSANDS if ratio < 1 else form.POUNDS}? Say so under "
                f"'{form.ABOUT_FIELDS['unit']}'. {_IF_RIGHT}"
            )
        elif not 1 / FAR <= ratio <= FAR and abs(net - said) > SMALLEST_GAP:
            judged.doubts.append(
                f"{where}: {net:,.0f} pounds is far from our {said:,.0f} for '{figure.service}'. {_IF_RIGHT}"
            )


def _judge_amounts(one: Filled, judged: Judged) -> None:
    """Faults of figures that can be told without knowing whose they are."""
    for entry in one.spending:
        judged.rows.extend(entry.faults)
        for name in ("gross", "fees"):
            read.amount(entry, name, judged.rows)
    for entry in one.between:
        read.amount(entry, "amount", judged.rows)
