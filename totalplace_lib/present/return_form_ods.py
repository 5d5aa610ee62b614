"""The form that a body fills in (present.return_form) as an OpenDocument spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from totalplace_lib.present.return_form import LOOKS, Cell, Sheet
from totalplace_lib.present.text import clean, neutralise
from totalplace_lib.sources.cells import address


def write_ods(path: Path, content: Sequence[Sheet], title: str) -> None:
    """The form as an OpenDocument spreadsheet."""
    from odf import dc, table
    from odf.opendocument import OpenDocumentSpreadsheet

    book = OpenDocumentSpreadsheet()
    _landscape(book)
    book.meta.addElement(dc.Title(text=clean(title)))
    styles = _styles(book)
    rules = _Rules(book)
    for sheet in content:
        page = table.Table(name=sheet.name, protected="true")
        for width in sheet.widths:
            page.addElement(
                table.TableColumn(
                    stylename=styles[f"width {width}"]
                    if f"width {width}" in styles
                    else _width(book, styles, width)
                )
            )
        for number, cells in enumerate(sheet.rows, 1):
            line = table.TableRow()
            for column, cell in enumerate(cells):
                line.addElement(_cell(cell, styles, rules, f"{sheet.name}.{address(number, column)}"))
            page.addElement(line)
        book.spreadsheet.addElement(page)
    book.save(str(path))


def _landscape(book: Any) -> None:
    from odf import style

    layout = style.PageLayout(name="landscape")
    layout.addElement(
        style.PageLayoutProperties(
            pagewidth="29.7cm", pageheight="21cm", printorientation="landscape", margin="1cm", scaleto="50%"
        )
    )
    book.automaticstyles.addElement(layout)
    book.masterstyles.addElement(style.MasterPage(name="Default", pagelayoutname=layout))


def _width(book: Any, styles: dict[str, Any], width: float) -> Any:
    from odf import style

    made = style.Style(name=f"w{str(width).replace('.', '-')}", family="table-column")
    made.addElement(style.TableColumnProperties(columnwidth=f"{width * 0.2:.1f}cm"))
    book.automaticstyles.addElement(made)
    styles[f"width {width}"] = made
    return made


def _styles(book: Any) -> dict[str, Any]:
    from odf import number, style

    money = number.NumberStyle(name="money")
    money.addElement(number.Number(decimalplaces="0", minintegerdigits="1", grouping="true"))
    book.automaticstyles.addElement(money)
    made = {}
    for kind, look in LOOKS.items():
        is_money = "num_format" in look
        one = style.Style(
            name=kind.replace(" ", "-"), family="table-cell", **({"datastylename": money} if is_money else {})
        )
        edge = (
            {"border": "0.5pt solid #595959"}
            if "border" in look
            else {"borderbottom": "1pt solid #000000"}
            if "bottom" in look
            else {}
        )
        wrap = {"wrapoption": "wrap"} if look.get("text_wrap") else {}
        if look.get("indent"):
            one.addElement(style.ParagraphProperties(marginleft="0.3cm"))
        one.addElement(
            style.TableCellProperties(
                cellprotect="none" if look.get("locked") is False else "protected",
                verticalalign="top",
                **edge,
                **wrap,
            )
        )
        if look.get("bold") or look.get("italic") or "font_size" in look:
            one.addElement(style.TextProperties(
                **({"fontweight": "bold"} if look.get("bold") else {}),
                **({"fontstyle": "italic"} if look.get("italic") else {}),
                **({"fontsize": f"{look['font_size']}pt"} if "font_size" in look else {}),
            ))  # fmt: skip
        book.automaticstyles.addElement(one)
        made[kind] = one
    return made


class _Rules:
    """Content validations of an OpenDocument spreadsheet, each kind once."""

    def __init__(self, book: Any) -> None:
        from odf import table

        self._all = table.ContentValidations()
        book.spreadsheet.addElement(self._all)
        self._names: dict[str, str] = {}

    def of(self, cell: Cell, where: str) -> str | None:
        """The name of the rule for a cell; None where anything goes."""
        from odf import table, text

        if cell.choices:
            words = ";".join(f'"{word}"' for word in cell.choices)
            condition, said = (
                f"of:cell-content-is-in-list({words})",
                f"Write one of: {', '.join(cell.choices)}.",
            )
        elif cell.kind == "money answer":
            least = f" and cell-content()>={cell.least:g}" if cell.least is not None else ""
            condition, said = (
                f"of:cell-content-is-decimal-number(){least}",
                "Write a plain number, such as 1234567.89.",
            )
        else:
            return None
        if condition not in self._names:
            name = f"rule{len(self._names) + 1}"
            rule = table.ContentValidation(
                name=name,
                condition=condition,
                allowemptycell="true",
                basecelladdress=f"'{where.split('.')[0]}'.A1",
            )
            message = table.ErrorMessage(display="true", messagetype="stop", title="Please look again")
            message.addElement(text.P(text=said))
            rule.addElement(message)
            self._all.addElement(rule)
            self._names[condition] = name
        return self._names[condition]


def _cell(cell: Cell, styles: dict[str, Any], rules: _Rules, where: str) -> Any:
    from odf import table, text

    more: dict[str, Any] = {"stylename": styles[cell.kind]}
    if rule := rules.of(cell, where):
        more["contentvalidationname"] = rule
    if cell.kind in ("sum", "check"):
        formula = re.sub(r"\b([A-Z]+\d+)(?::([A-Z]+\d+))?", _range, str(cell.value)[1:].replace(",", ";"))
        kind = (
            {"valuetype": "float", "value": 0}
            if cell.kind == "sum"
            else {"valuetype": "string", "stringvalue": ""}
        )
        return table.TableCell(formula=f"of:={formula}", **kind, **more)
    if cell.value is None:
        return table.TableCell(**more)
    if isinstance(cell.value, str):
        made = table.TableCell(valuetype="string", **more)
        made.addElement(text.P(text=neutralise(clean(cell.value))))
        return made
    made = table.TableCell(valuetype="float", value=cell.value, **more)
    made.addElement(text.P(text=f"{cell.value:,.0f}"))
    return made


def _range(found: re.Match[str]) -> str:
    return f"[.{found[1]}:.{found[2]}]" if found[2] else f"[.{found[1]}]"
