"""The workbook as OpenDocument (.ods): the same sheets, written plainly, for whoever's office is not Excel's.

Written by hand because a table of thousands of rows takes a general library ten times as long: cells are numbers or
texts, a column has one number format, pages are on their side and as many as needed, headings stay and repeat.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_PARTS = ("content", "styles", "settings", "meta")
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip cannot hold an earlier date; no clock goes in
_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office", "style": "style", "text": "text", "table": "table", "number": "datastyle",
        "fo": "xsl-fo-compatible", "config": "config", "manifest": "manifest",
    }.items()
)  # fmt: skip
_NUMBERS = {"#,##0": 0, "#,##0.00": 2, "#,##0.0##": 1, "0.0%": 1}
_WIDEST, _NARROWEST = 9.0, 2.2  # cm
MANY, _NARROW = (
    12,
    3.4,
)  # a table of more columns than this is printed on A3, in columns no wider than this (cm)
_PAGES = {"broad": (29.7, 21), "large": (42, 29.7)}  # cm: A4 and A3 on their side


@dataclass(frozen=True)
class Page:
    """One sheet: lines above the table, headings (none for words alone), rows and the number format of each column."""

    name: str
    above: Sequence[str]
    headings: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = ()
    formats: Sequence[str] = ()


def write_open_document(path: Path, pages: Sequence[Page], title: str) -> None:
    """Write the sheets to an .ods file. The same sheets give the same bytes."""
    parts = {
        "content.xml": _content(pages),
        "styles.xml": _styles(),
        "settings.xml": _settings(pages),
        "meta.xml": f"<office:document-meta {_NAMES} xmlns:dc='http://purl.org/dc/elements/1.1/' office:version='1.3'>"
        f"<office:meta><dc:title>{escape(title)}</dc:title></office:meta></office:document-meta>",
        "META-INF/manifest.xml": _manifest(),
    }
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", _EARLIEST), _MIME)  # first, and not compressed
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}')


def _content(pages: Iterable[Page]) -> str:
    held = list(pages)
    forms = sorted({form for page in held for form in page.formats if form})
    numbers = "".join(_number_style(form) for form in forms)
    widths = sorted({width for page in held for width in _widths(page)})
    columns = "".join(
        f'<style:style style:name="w{width}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{width / 10}cm"/></style:style>'
        for width in widths
    )
    tables = "".join(_table(page) for page in held)
    return (
        f'<office:document-content {_NAMES} office:version="1.3"><office:automatic-styles>'
        f"{''.join(map(_sheet_style, _PAGES))}{columns}{numbers}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def _sheet_style(page: str) -> str:
    return f'<style:style style:name="sheet-{page}" style:family="table" style:master-page-name="{page}"/>'


def _number_style(form: str) -> str:
    kind = "percentage" if form.endswith("%") else "number"
    decimals = _NUMBERS.get(form, 0)
    ending = "<number:text>%</number:text>" if kind == "percentage" else ""
    return (
        f'<number:{kind}-style style:name="n{_slug(form)}"><number:number number:decimal-places="{decimals}" '
        f'number:min-integer-digits="1" number:grouping="true"/>{ending}</number:{kind}-style>'
        f'<style:style style:name="c{_slug(form)}" style:family="table-cell" style:parent-style-name="Default" '
        f'style:data-style-name="n{_slug(form)}"/>'
    )


def _slug(form: str) -> str:
    return "".join(f"{ord(letter):x}" for letter in form)


def _widths(page: Page) -> list[int]:
    """Of each column in tenths of a centimetre: room for most of its texts, which wrap beyond."""
    if not page.headings:
        return [160]
    found, widest = [], _NARROW if _is_wide(page) else _WIDEST
    for number, heading in enumerate(page.headings):
        longest = max((len(str(row[number])) for row in page.rows[:400]), default=0)
        wanted = max(longest, min(len(heading), 18)) * 0.19 + 0.5
        found.append(round(min(max(wanted, _NARROWEST), widest) * 10))
    return found


def _is_wide(page: Page) -> bool:
    return len(page.headings) > MANY


def _table(page: Page) -> str:
    widths = _widths(page)
    columns = "".join(f'<table:table-column table:style-name="w{width}"/>' for width in widths)
    above = "".join(
        _row([line], ["title" if number == 0 else "line"]) for number, line in enumerate(page.above)
    )
    head = ""
    if page.headings:
        heading = _row(page.headings, ["heading"] * len(page.headings))
        head = f"<table:table-header-rows>{heading}</table:table-header-rows>"
    styles = [f"c{_slug(form)}" if form else "words" for form in page.formats]
    rows = "".join(_row(row, styles) for row in page.rows)
    name = escape(page.name, quote=True)
    sheet = "sheet-large" if _is_wide(page) else "sheet-broad"
    return f'<table:table table:name="{name}" table:style-name="{sheet}">{columns}{above}{head}{rows}</table:table>'


def _row(cells: Sequence[object], styles: Sequence[str]) -> str:
    return f"<table:table-row>{''.join(map(_cell, cells, styles))}</table:table-row>"


def _cell(value: object, style: str) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{value!r}"/>'
    words = escape(str(value))
    return (
        f'<table:table-cell table:style-name="{"words" if style.startswith("c") else style}" '
        f'office:value-type="string"><text:p>{words}</text:p></table:table-cell>'
    )


def _styles() -> str:
    bold = '<style:text-properties fo:font-weight="bold"{size}/>'
    wrap = '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
    line = '<style:table-cell-properties fo:wrap-option="no-wrap"/>'
    cell = (
        '<style:style style:name="{name}" style:family="table-cell" style:parent-style-name="Default">{what}'
        "</style:style>"
    )
    large = bold.format(size=' fo:font-size="14pt"')
    return (
        f'<office:document-styles {_NAMES} office:version="1.3"><office:styles>'
        '<style:style style:name="Default" style:family="table-cell"><style:table-cell-properties '
        'style:vertical-align="top"/><style:text-properties '
        'style:font-name="Arial" fo:font-size="10pt"/></style:style>'
        + cell.format(name="title", what=line + large)
        + cell.format(name="line", what=line)
        + cell.format(name="heading", what=wrap + bold.format(size=""))
        + cell.format(name="words", what=wrap)
        + f"</office:styles><office:automatic-styles>{''.join(map(_layout, _PAGES))}</office:automatic-styles>"
        f"<office:master-styles>{''.join(map(_master, _PAGES))}</office:master-styles></office:document-styles>"
    )


def _layout(page: str) -> str:
    width, height = _PAGES[page]
    return (
        f'<style:page-layout style:name="{page}"><style:page-layout-properties fo:page-width="{width}cm" '
        f'fo:page-height="{height}cm" style:print-orientation="landscape" fo:margin="1.2cm" style:scale-to-X="1" '
        'style:scale-to-Y="0"/></style:page-layout>'
    )


def _master(page: str) -> str:
    return f'<style:master-page style:name="{page}" style:page-layout-name="{page}"/>'


def _settings(pages: Iterable[Page]) -> str:
    """Headings and the first column stay where they are."""
    item = '<config:config-item config:name="{}" config:type="{}">{}</config:config-item>'
    views = "".join(
        f'<config:config-item-map-entry config:name="{escape(page.name, quote=True)}">'
        + item.format("HorizontalSplitMode", "short", 2)
        + item.format("VerticalSplitMode", "short", 2)
        + item.format("HorizontalSplitPosition", "int", 1)
        + item.format("VerticalSplitPosition", "int", len(page.above) + 1)
        + item.format("PositionRight", "int", 1)
        + item.format("PositionBottom", "int", len(page.above) + 1)
        + "</config:config-item-map-entry>"
        for page in pages
        if page.headings
    )
    return (
        f'<office:document-settings {_NAMES} office:version="1.3"><office:settings><config:config-item-set '
        'config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
        '<config:config-item-map-entry><config:config-item-map-named config:name="Tables">'
        f"{views}</config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    )


def _manifest() -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in [
            ("/", _MIME),
            *((f"{part}.xml", "text/xml") for part in ("content", "styles", "settings", "meta")),
        ]
    )
    return f'<manifest:manifest {_NAMES} manifest:version="1.3">{entries}</manifest:manifest>'
