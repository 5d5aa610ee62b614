"""Country and Regional Analysis (CRA): all public spending by department, programme, function and region.

Publisher  HM Treasury, CRA databases of 2010 (with PESA chapter 9) and 2013 to 2025 without 2022: one reader, the
           layout of each edition in config/layouts/country_regional*.csv.
Gives      `cra`, one row per segment, region and year, GBP (published in GBP million in 2010, GBP thousand later):
           each year from the newest edition that holds outturn of it. `cra_editions`: what every edition said of
           every year it holds, English identifiable spending by department and segment.
Basis      accruals, expenditure on services, current and capital, by the region that benefits. Identifiable =
           for the benefit of the people of an area. Councils are spenders of their own (sector LA), so that
           grants to them are not counted under departments.
Gaps       an empty or zero cell means that nothing was spent: such rows are left out, none is a gap. In 2010
           a programme may stand in several rows of a region: all are kept, add them. Plans are left out.
           In 2014 the programmes of the Department for International Development stand one row off their codes.
Not here   below regions; sub-functions in 2010 (chapter 10 has lost its regions); organisations before 2018.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.model import Marker
from totalplace_lib.project import read_config
from totalplace_lib.schema import shaped
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.cells import letter
from totalplace_lib.sources.cra_editions import (
    check_controls,
    check_units,
    every_edition,
    newest,
)
from totalplace_lib.sources.sheets import Sheet, Workbook
from totalplace_lib.sources.textfiles import is_year, numbers, translate

LAYOUT = "layouts/country_regional.csv"
EDITIONS = "layouts/country_regional_editions.csv"
WORDS = "layouts/country_regional_words.csv"
CONTROLS = "controls/cra.csv"
NIL = frozenset({""})
TRANSLATED = ("function", "hmt_function", "economic", "sector", "area", "is_identifiable")


@dataclass(frozen=True)
class Edition:
    """One row of config/layouts/country_regional_editions.csv: where its database is and what it holds."""

    edition: str
    sheet: str
    gbp_per_unit: float
    code: str  # how a segment code is built: programme, segment or department-segment
    years: tuple[str, ...]  # outturn
    plans: str
    provisional: str


def editions() -> list[Edition]:
    """All editions that are read, earliest first."""
    table = read_config(EDITIONS).fillna("")
    return [_edition(*row) for row in table.itertuples(index=False, name=None)]


def _edition(
    name: str, sheet: str, unit: str, code: str, first: str, last: str, plans: str, provisional: str
) -> Edition:
    return Edition(name, sheet, float(unit), code, _span(first, last), plans, provisional)


def _span(first: str, last: str) -> tuple[str, ...]:
    years = range(int(first[:4]), int(last[:4]) + 1)
    return tuple(f"{year}-{(year + 1) % 100:02d}" for year in years)


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables `cra` and `cra_editions` from all databases; proved against config/controls."""
    parts = [database(raw, edition) for edition in editions()]
    said = every_edition(parts)
    check_controls(parts, read_config(CONTROLS), f"config/{CONTROLS}")
    check_units(said, f"config/{EDITIONS}")
    return {"cra": newest(parts), "cra_editions": said}


def database(raw: Path, edition: Edition) -> pd.DataFrame:
    """One edition as rows of the table `cra`."""
    path = raw / load_card(edition.edition).file().path
    return tidy(Workbook.open(path).sheet(edition.sheet), edition)


def tidy(sheet: Sheet, edition: Edition) -> pd.DataFrame:
    """One database as rows of the table `cra`. SourceError names the row."""
    fields = _fields(sheet, edition)
    fields = fields[fields["department"] != ""].reset_index(drop=True)
    fields = fields.assign(
        edition=edition.edition, source_id=edition.edition, sheet=sheet.name, **_codes(fields, edition.code)
    )
    words = read_config(WORDS)
    for field in TRANSLATED:
        rows = words[words["field"] == field]
        known = dict(zip(rows["published"], rows["value"], strict=True))
        fields[field] = translate(str(sheet), fields[field], fields["row"], known, edit=f"config/{WORDS}")
    names = words[words["field"] == "function_name"].set_index("published")["value"]
    fields = fields.rename(columns={"function": "function_code", "area": "area_code"})
    fields["function"] = fields["function_code"].map(names).astype("str")
    fields["is_identifiable"] = fields["is_identifiable"] == "yes"
    fields["cofog_group"] = fields["cofog_group"].str.partition(" ")[0].astype("str")
    fields["subfunction"] = _one_spelling(fields["subfunction"])
    _check_regions(sheet, fields)
    return shaped("cra", _long(sheet, fields, edition))


def _fields(sheet: Sheet, edition: Edition) -> pd.DataFrame:
    """The text columns by our names ("" where the edition has none), the year columns by letter, and `row`."""
    layout = read_config(LAYOUT).set_index("field")[edition.edition]
    held = layout.dropna()
    table = sheet.table(*held.loc[["department", "area"]])
    columns = table.columns(
        {str(field): str(heading) for field, heading in held.items() if field not in _shared(held)},
        edit=lambda field: f"config/{LAYOUT}, '{field}', {edition.edition}",
    )
    columns |= {field: columns[same] for field, same in _shared(held).items()}
    years = {heading: index for index, heading in enumerate(table.headings) if is_year(heading)}
    _check_years(f"{sheet}, row {table.heading_row}", set(years), edition)
    rows = range(table.first_row, len(sheet.rows) + 1)
    cells = list(zip(*sheet.rows[table.first_row - 1 :], strict=True)) or [()] * len(table.headings)
    blank = dict.fromkeys(layout.index.difference(held.index), "")
    text = {field: _tidied(cells[at]) for field, at in columns.items()}
    wanted = {year: letter(years[year]) for year in edition.years}
    money = {column: list(cells[years[year]]) for year, column in wanted.items()}
    frame = pd.concat([pd.DataFrame(text, dtype="str"), pd.DataFrame(money, dtype=object)], axis=1)
    frame = frame.assign(row=rows, **blank)
    frame.attrs["years"] = {column: year for year, column in wanted.items()}
    return frame


def _shared(held: pd.Series) -> dict[str, str]:
    """Fields that stand under the heading of another one before them (2010: function and sub-function)."""
    first = held.drop_duplicates()
    same = {str(heading): str(field) for field, heading in first.items()}
    return {str(field): same[heading] for field, heading in held.items() if field not in first.index}


def _check_years(where: str, found: set[str], edition: Edition) -> None:
    """SourceError unless the sheet has exactly the years of the edition (a database of another year is not it)."""
    wanted = {*edition.years, edition.plans} - {""}
    if not found:
        raise SourceError(f"{where}: no heading is a year like 2008-09.")
    if found != wanted:
        held = ", ".join(sorted(found))
        older = "an older edition" if max(found) < max(wanted) else "another edition"
        raise SourceError(
            f"{where}: the years are {held}, {edition.edition} has {', '.join(sorted(wanted))}: is it {older}? "
            f"If its years did change, edit config/{EDITIONS}."
        )


def _tidied(cells: tuple[object, ...]) -> list[str]:
    """Texts with single spaces; a code that was stored as a whole number without its decimals."""
    known = {cell: _tidy_text(cell) for cell in set(cells)}
    return [known[cell] for cell in cells]


def _tidy_text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else " ".join(str(cell).split())


def _codes(fields: pd.DataFrame, how: str) -> dict[str, pd.Series[str]]:
    """Department and programme codes, and the programme's name without its code in front.

    how  see config/layouts/country_regional_editions.csv; in "PCS901-S901A001-UK-TES_CUR-..." the department is
         PCS901 and the programme S901A001
    """
    code = fields["segment_code"]
    if how == "programme":
        department, programme = fields["department_code"], code
    elif how == "segment":
        department, programme = fields["department_code"], code.str.split("-", n=1).str[0]
    else:
        parts = code.str.split("-", n=2, expand=True)
        department, programme = parts[0], parts[1]
    names = [
        name.removeprefix(one).lstrip(" -") if name.startswith(one) else name
        for one, name in zip(programme, fields["segment_name"], strict=True)
    ]
    return {
        "department_code": department,
        "programme_code": programme,
        "programme": pd.Series(names, dtype="str", index=fields.index),
    }


def _one_spelling(names: pd.Series[str]) -> pd.Series[str]:
    """Names that differ only in case take the commonest spelling."""
    counts = names.value_counts().rename_axis("name").reset_index(name="rows")
    counts = counts.sort_values(["rows", "name"], ascending=[False, True])
    best = counts.assign(low=counts["name"].str.lower()).drop_duplicates("low").set_index("low")["name"]
    return names.str.lower().map(best).astype("str")


def _check_regions(sheet: Sheet, fields: pd.DataFrame) -> None:
    """SourceError when one of the nine English regions does not occur."""
    missing = {f"E1200000{number}" for number in range(1, 10)} - set(fields["area_code"])
    if missing:
        raise SourceError(
            f"{sheet}: no row for region {', '.join(sorted(missing))}. The database is cut short."
        )


def _long(sheet: Sheet, fields: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """One row per programme and year; nothing spent is left out."""
    years: dict[str, str] = fields.attrs["years"]
    words = fields.drop(columns=list(years))
    parts = []
    for column, year in years.items():
        amounts, markers = numbers(
            str(sheet), fields[column], fields["row"], unit=edition.gbp_per_unit, nil=NIL
        )
        spent = amounts != 0
        if year == edition.provisional:
            markers = markers.mask(markers == "", str(Marker.PROVISIONAL))
        parts.append(
            words[spent].assign(year=year, column=column, amount_gbp=amounts[spent], marker=markers[spent])
        )
    rows = pd.concat(parts, ignore_index=True)
    return rows.astype({"row": "int32", "year": "str", "column": "str"})


SOURCE = Source(
    cards=tuple(edition.edition for edition in editions()), tables=("cra", "cra_editions"), read=read
)
