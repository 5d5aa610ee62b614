"""The form that a body fills in, as an Excel workbook and as an OpenDocument spreadsheet: the same cells in both.

Prefilled with our estimate of each line and its range. Cells for answers are open, all others are locked without a
password; lists, units and checks are inside; no macro, and no text becomes a formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from totalplace_lib.count.returned import ALL_SERVICES, BOTH
from totalplace_lib.present.text import clean, neutralise
from totalplace_lib.returns import form
from totalplace_lib.returns.answers import Asked
from totalplace_lib.sources.cells import letter

_WIDTHS: Final = {
    "code": 8, "service": 34, "function": 18, "theme": 20, "economic": 10, "estimate": 15, "low": 15, "high": 15,
    "basis": 17,
    "gross": 17, "fees": 16, "volume": 10, "volume_unit": 11, "confidence": 12, "plus_minus": 9, "note": 24,
}  # fmt: skip
_TOP = 4  # the row of headings on the sheet of spending
_LIMIT = 31
HELP = (
    "What is asked",
    "What the body spent on the place in the year, service by service: current and capital, gross, and income "
    "from fees and charges.",
    "Our estimate of each line stands beside it with its range. Correct it: your figure replaces the estimate "
    "for that line, and nothing else.",
    "If you cannot split your spending, fill in the first row alone: All services. Leave a row empty if you "
    "do not know; write 0 only if nothing was spent.",
    "Money that you pay to, or receive from, other public bodies goes on the sheet 'Between bodies' too, so "
    "that it is counted once. "
    "It stays in gross spending of the body that pays it on.",
    "How it is read",
    "Net spending = gross spending less fees, charges and other income, less what other public bodies spend "
    "of it.",
    "Write plain numbers in the unit that the sheet 'About' names. Do not add, move, merge or hide rows and "
    "columns. The sheets are "
    "protected without a password: cells for your answers are open.",
    "Confidence: audited accounts, ledger, or estimate. An estimate needs its plus or minus in per cent; the "
    "total takes it over as its range.",
    "Who sees it",
    "'published' may be shown to anybody, with its source; 'unpublished' is for the partners; 'confidential' "
    "is for those who add up the returns alone.",
)


@dataclass(frozen=True)
class Cell:
    """A cell: its text, number or formula; kind: title, heading, label, text, money, answer, sum or check.

    choices  the words of which one may be written;  least: the smallest number
    """

    value: str | float | None = None
    kind: str = "text"
    choices: tuple[str, ...] = ()
    least: float | None = None


@dataclass(frozen=True)
class Sheet:
    """A sheet: rows of cells, widths of columns in characters, the row that stays in sight and is repeated in print."""

    name: str
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]
    heading: int = 0


def sheets(asked: Asked, body: str, due: str) -> list[Sheet]:
    """The sheets of the form for one body of a place."""
    return [
        _help(asked, body, due),
        _about(asked, body),
        _spending(asked, body),
        _between(asked, body),
        _lists(asked),
    ]


def _help(asked: Asked, body: str, due: str) -> Sheet:
    heads = {"What is asked", "How it is read", "Who sees it"}
    until = f" Please answer by {due}." if due else ""
    rows = [
        [Cell(f"Spending of {body} on {asked.name}, {asked.year}", "title")],
        [Cell(f"A form for {body}.{until}")],
    ]
    rows += [[Cell(text, "heading" if text in heads else "text")] for text in HELP]
    return Sheet(form.HELP, rows, [110])


def _about(asked: Asked, body: str) -> Sheet:
    given = {
        "place": asked.place,
        "year": asked.year,
        "body": body,
        "status": "unpublished",
        "unit": form.POUNDS,
    }
    words: dict[str, tuple[str, ...]] = {"status": form.STATUS, "unit": tuple(form.UNITS)}
    notes = {
        "by": "Your name and role", "dated": "The day on which you filled it in", "status": "Who may see it",
        "source": "Where it was published; needed only where the status is published",
    }  # fmt: skip
    rows = [
        [Cell("About this return", "title")],
        [Cell("Question", "heading"), Cell("Answer", "heading"), Cell("Note", "heading")],
    ]
    for name, label in form.ABOUT_FIELDS.items():
        is_fixed = name in ("place", "year", "body")
        answer = Cell(given.get(name), "text" if is_fixed else "answer", words.get(name, ()))
        rows.append([Cell(label, "label"), answer, Cell(notes.get(name, ""))])
    return Sheet(form.ABOUT, rows, [24, 52, 60], 2)


def _spending(asked: Asked, body: str) -> Sheet:
    lines = asked.of(body)
    headings = [*form.SPENDING_FIELDS.values(), form.CHECK]
    columns = {name: letter(number) for number, name in enumerate(form.SPENDING_FIELDS)}
    last = _TOP + 1 + len(lines)
    total = f"=SUM({columns['gross']}{_TOP + 2}:{columns['gross']}{last})"
    rows: list[list[Cell]] = [
        [Cell(f"Spending of {body} on {asked.name}, {asked.year}", "title")],
        [Cell(
            "Cells with a frame are yours; the others are what we think, in pounds. First the body, then its lines.",
            "plain",
        )],
        [Cell("Gross spending of all lines below, as filled in:", "plain"), *[Cell(None,
            "plain")] * (list(form.SPENDING_FIELDS).index("gross") - 1), Cell(total, "sum")],
        [Cell(heading, "heading") for heading in headings],
    ]  # fmt: skip
    whole: dict[Any, Any] = {
        "service": ALL_SERVICES, "function": "", "economic": BOTH, "theme": "", "keys": "",
        **{name: float(lines[name].sum()) for name in ("estimate_gbp", "published_gbp")},
        **dict(zip(("low_gbp", "high_gbp"), asked.ranges[body], strict=True)),
    }  # fmt: skip
    for number, line in enumerate([whole, *lines.to_dict("records")], _TOP + 1):
        rows.append(_line(asked, body, {str(name): value for name, value in line.items()}, number, columns))
    return Sheet(form.SPENDING, rows, [*_WIDTHS.values(), 20], _TOP)


def _line(asked: Asked, body: str, line: dict[str, Any], row: int, columns: dict[str, str]) -> list[Cell]:
    words = [str(line[name]) for name in ("service", "function", "economic")]
    is_published = abs(line["estimate_gbp"] - line["published_gbp"]) < 0.01
    basis = (
        "Published"
        if is_published
        else f"Shared by {line['keys'].replace('_', ' ')}"
        if line["keys"]
        else "Shared in part"
    )
    given = [
        Cell(form.code(asked.place, asked.year, body, *words)), Cell(words[0]), Cell(words[1]),
        Cell(line["theme"]), Cell(words[2]),
        *(Cell(round(line[name]), "money") for name in ("estimate_gbp", "low_gbp", "high_gbp")), Cell(basis, "aside"),
    ]  # fmt: skip
    answers = [
        Cell(None, "money answer"), Cell(None, "money answer", least=0), Cell(None, "money answer", least=0),
        Cell(None, "answer"),
        Cell(None, "answer", form.CONFIDENCE), Cell(None, "money answer", least=0), Cell(None, "answer"),
    ]  # fmt: skip
    return [*given, *answers, Cell(_check(row, columns), "check")]


def _check(row: int, columns: dict[str, str]) -> str:
    """What the sheet says of a row as soon as it is filled in."""
    gross, fees, ours, low, high, confidence, percent = (
        f"{columns[name]}{row}"
        for name in ("gross", "fees", "estimate", "low", "high", "confidence", "plus_minus")
    )
    net = f"({gross}-{fees})"
    return (
        f'=IF({gross}="","",IF({fees}>{gross},"Income is more than spending",'
        f'IF(AND({confidence}="estimate",{percent}=""),"Say plus or minus in %",'
        f'IF(AND({net}<>0,ABS({net})*300<ABS({ours})),"In pounds, or in thousands?",'
        f'IF(OR({net}<{low},{net}>{high}),"Outside our range: say why in Notes","Inside our range")))))'
    )


def _between(asked: Asked, body: str) -> Sheet:
    rows = [
        [Cell("Amounts that pass between public bodies", "title")],
        [Cell(
            f"What {body} paid to, or received from, other public bodies. Not: firms, charities, people.", "plain"
        )],
        [Cell(heading, "heading") for heading in form.BETWEEN_FIELDS.values()],
    ]  # fmt: skip
    blank = [
        Cell(None, "answer"), Cell(None, "answer", (form.PAID, form.RECEIVED)), Cell(None, "answer"),
        Cell(None, "money answer", least=0), Cell(None, "answer"),
    ]  # fmt: skip
    rows += [blank] * form.EMPTY_BETWEEN
    return Sheet(form.BETWEEN, rows, [44, 24, 44, 18, 40], 3)


def _lists(asked: Asked) -> Sheet:
    bodies = sorted(asked.lines["body"].unique())
    rows = [
        [Cell("Bodies of the place, as they are called here", "title")],
        [Cell("Body", "heading")],
        *([Cell(name)] for name in bodies),
    ]
    return Sheet(form.LISTS, rows, [70], 2)


def write_xlsx(path: Path, content: Sequence[Sheet], title: str) -> None:
    """The form as an Excel workbook."""
    import xlsxwriter

    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": clean(title), "comments": "Total Place: local return"})
        formats = {kind: book.add_format(look) for kind, look in LOOKS.items()}
        for sheet in content:
            page = book.add_worksheet(sheet.name[:_LIMIT])
            page.protect(
                "",
                {
                    "select_locked_cells": True,
                    "format_columns": True,
                    "format_rows": True,
                    "autofilter": True,
                },
            )
            page.hide_gridlines(2)
            page.set_landscape()
            page.set_paper(9)  # A4
            page.fit_to_pages(1, 0)
            if sheet.heading:
                page.freeze_panes(sheet.heading, 0)
                page.repeat_rows(sheet.heading - 1)
            for column, width in enumerate(sheet.widths):
                page.set_column(column, column, width)
            for row, cells in enumerate(sheet.rows):
                page.set_row(row, _height(cells, sheet.widths))
                for column, cell in enumerate(cells):
                    _write(page, row, column, cell, formats)


def _height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    """Points that a row needs: readers of a workbook do not all work it out."""
    wrapped = [
        -(-len(str(cell.value)) // max(int(width * 0.95), 1))
        for cell, width in zip(cells, widths, strict=False)
        if isinstance(cell.value, str) and cell.kind in ("text", "aside", "heading", "answer")
    ]
    return 24.0 if any(cell.kind == "title" for cell in cells) else 15.0 * max(wrapped, default=1) + 4


_FRAME = {"border": 1, "border_color": "#595959", "locked": False}
LOOKS: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "text_wrap": True, "bottom": 2, "valign": "bottom"},
    "label": {"bold": True, "valign": "top"},
    "text": {"text_wrap": True, "valign": "top"},
    "aside": {"text_wrap": True, "valign": "top", "indent": 1},
    "plain": {"valign": "top"},
    "money": {"num_format": "#,##0", "valign": "top"},
    "answer": {"text_wrap": True, "valign": "top", **_FRAME},
    "money answer": {"num_format": "#,##0.##", "valign": "top", **_FRAME},
    "sum": {"num_format": "#,##0", "bold": True},
    "check": {"text_wrap": True, "valign": "top", "italic": True},
}


def _write(page: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    look = formats[cell.kind]
    if cell.kind in ("sum", "check"):
        page.write_formula(row, column, str(cell.value), look, "" if cell.kind == "check" else 0)
    elif cell.value is None:
        page.write_blank(row, column, None, look)
    elif isinstance(cell.value, str):
        page.write_string(row, column, neutralise(clean(cell.value)), look)
    else:
        page.write_number(row, column, cell.value, look)
    if cell.choices:
        page.data_validation(row, column, row, column, {
            "validate": "list", "source": list(cell.choices), "error_title": "One of the list",
            "error_message": f"Write one of: {', '.join(cell.choices)}."[:255],
        })  # fmt: skip
    elif cell.kind == "money answer":
        rule = (
            {"criteria": ">=", "value": cell.least}
            if cell.least is not None
            else {"criteria": "between", "minimum": -1e12, "maximum": 1e12}
        )
        page.data_validation(row, column, row, column, {
            "validate": "decimal", **rule, "error_title": "A number",
            "error_message": "Write a plain number, such as 1234567.89.",
        })  # fmt: skip
