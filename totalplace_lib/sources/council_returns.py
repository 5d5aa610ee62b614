"""What the returns of councils have in common: one row per authority, England below them, headings that change.

Columns of codes, names, classes and regions are found by what stands in them, because some sheets give them no
heading. Every figure of England is held against the sum of its authorities.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from totalplace_lib.errors import ConfigError, Faults, SourceError, TotalPlaceError
from totalplace_lib.project import read_config
from totalplace_lib.sources.cards import Card
from totalplace_lib.sources.headings import E_CODE, Table
from totalplace_lib.sources.sheets import Sheet, Workbook

THOUSAND = 1000.0
TOLERANCE = 0.5 * THOUSAND
"""Largest difference, GBP, between England and the sum of its authorities that needs no explanation."""

WITHIN = 3 * THOUSAND
"""Largest difference, GBP, between a printed total of one authority and its printed parts (rounding of the form)."""

CLASSES = {"L": "L", "LB": "L", "MD": "MD", "UA": "UA", "SC": "SC", "SD": "SD", "O": "O"}
"""Classes of authority as published, and the one word used here for each."""

REGIONS = frozenset({"NE", "NW", "YH", "EM", "WM", "EE", "L", "SE", "SW"})


@dataclass(frozen=True)
class Return:
    """One sheet of one year: its table, the rows of authorities and of England, and who the authorities are.

    authorities   code, authority_name, authority_class, region; one row per authority
    """

    year: str
    source_id: str
    table: Table
    rows: Mapping[str, int]
    england_row: int
    authorities: pd.DataFrame

    def figures(self, headings: Mapping[str, str], edit: Callable[[str], str]) -> pd.DataFrame:
        """Figures of all authorities: authority columns, line, amount_gbp, marker and where each stands."""
        long = self.table.long(self.rows, headings, unit=THOUSAND, edit=edit).rename(
            columns={"value": "amount_gbp"}
        )
        named = long.merge(self.authorities, on="code", validate="many_to_one")
        return named.rename(columns={"code": "authority_code"}).assign(
            year=self.year, source_id=self.source_id
        )

    def england(self, headings: Mapping[str, str], edit: Callable[[str], str]) -> pd.DataFrame:
        """England as published: line, amount_gbp, marker and where each figure stands."""
        long = self.table.long({"England": self.england_row}, headings, unit=THOUSAND, edit=edit)
        figures = long.drop(columns="code").rename(columns={"value": "amount_gbp"})
        return figures.assign(year=self.year, source_id=self.source_id)


def read_return(card: Card, year: str, table: Table) -> Return:
    """Find the authorities and England in a table. SourceError when one of them is not there or stands twice."""
    code = _column_of(table, lambda text: bool(E_CODE.match(text)), "authority codes")
    name, england = _england(table, code)
    rows = table.coded_rows(code, before=england)
    kind = _words_column(table, rows, frozenset(CLASSES), after=name)
    if kind is None:
        raise SourceError(
            f"{table.sheet}: no column right of the names gives every authority a class ({', '.join(CLASSES)}). "
            "If the publisher has a new class, add it to CLASSES in sources/council_returns.py."
        )
    region = _words_column(table, rows, REGIONS, after=name, but=kind)
    authorities = pd.DataFrame(
        {
            "code": list(rows),
            "authority_name": [table.text(row, name) for row in rows.values()],
            "authority_class": [CLASSES[table.text(row, kind)] for row in rows.values()],
            "region": [table.text(row, region) if region else "" for row in rows.values()],
        }
    )
    return Return(year, card.id, table, rows, england, authorities)


def open_sheet(raw: Path, card: Card, year: str, sheet: str, title: str = "") -> Sheet:
    """A sheet of the file of one year, once a title (on the sheet named title, else its own) names year and unit."""
    workbook = Workbook.open(raw / card.file(years=year).path)
    found = workbook.sheet(sheet)
    titled = workbook.sheet(title) if title else found
    titled.require_year(year)
    titled.require_words("£ thousand")
    return found


def headings(layout: pd.DataFrame, year: str) -> dict[str, str]:
    """Line -> heading for one year, from a layout table (index line, one column per year; missing = not there).

    A year without a column, as of a new release, is tried with the headings of the year before it.
    """
    column = layout[tried(layout.columns, year)].dropna()
    return {str(line): str(text) for line, text in column.items()}


def tried(years: Iterable[object], year: str) -> str:
    """The year itself where it is among the years of a layout, else the nearest one before. ConfigError for none."""
    earlier = [str(one) for one in years if str(one) <= year]
    if not earlier:
        raise ConfigError(f"No layout for {year} or an earlier year. Add a column {year} in config/layouts.")
    return max(earlier)


def read_layout(name: str) -> pd.DataFrame:
    """A layout table of config/layouts, by line."""
    return read_config(f"layouts/{name}.csv").set_index("line")


def editor(name: str, year: str) -> Callable[[str], str]:
    """For error messages: where the heading of a line is written, or is to be written for a new year."""
    known = tried(read_layout(name).columns, year)
    new = "" if known == year else f" (a new column: a copy of {known}, whose headings were tried)"
    return lambda line: f"config/layouts/{name}.csv, line '{line}', column {year}{new}."


def against_england(
    figures: pd.DataFrame, england: pd.DataFrame, *, by: list[str], known: pd.DataFrame
) -> pd.DataFrame:
    """England with the sum of its authorities, the difference and the reason for it; Faults where there is none.

    figures, england   as Return gives them; by   the columns that name a figure, such as year and line
    known              differences the publisher left, explained in config/controls: by, difference_gbp, reason
    Where authorities did not submit, the publisher grosses England up for them: reason "grossed".
    """
    sums = figures.groupby(by, as_index=False).agg(
        authorities_gbp=("amount_gbp", "sum"),
        absent=("amount_gbp", lambda amounts: int(amounts.isna().sum())),
    )
    joined = england.merge(sums, on=by, how="left", validate="one_to_one").merge(known, on=by, how="left")
    joined["authorities_gbp"] = joined["authorities_gbp"].round(2)
    joined["difference_gbp"] = (joined["amount_gbp"] - joined["authorities_gbp"]).round(2)
    explained = (joined["difference_gbp"] - joined["explained_gbp"].astype("float64")).abs() <= TOLERANCE
    small = joined["difference_gbp"].abs() <= TOLERANCE
    joined["reason"] = joined["reason"].where(explained, "").fillna("").astype("str")
    joined.loc[(joined["reason"] == "") & ~small & (joined["absent"] > 0), "reason"] = (
        "grossed for authorities that did not submit"
    )
    open_ends = joined[(joined["reason"] == "") & ~small & joined["difference_gbp"].notna()]
    if len(open_ends):
        raise Faults(
            "Authorities do not add up to England", [_fault(row, by) for _, row in open_ends.iterrows()]
        )
    if int(explained.sum()) != len(known):
        found = joined[explained][by].to_numpy().tolist()
        idle = [row for row in known[by].to_numpy().tolist() if row not in found]
        raise ConfigError(
            f"config/controls explains differences that are not there any more: {idle}. Take them out."
        )
    return joined.drop(columns=["absent", "explained_gbp"])


def _fault(row: pd.Series, by: list[str]) -> TotalPlaceError:
    """One figure of England that its authorities do not give."""
    what = ", ".join(str(row[part]) for part in by)
    return SourceError(
        f"{row['source_id']}, sheet '{row['sheet']}', cell {row['column']}{row['row']} ({what}): England is "
        f"{row['amount_gbp']:,.0f} GBP, its authorities give {row['authorities_gbp']:,.0f}, difference "
        f"{row['difference_gbp']:,.0f}. Is an authority missing, or a column in other units?"
    )


def differences(gap: pd.Series[float], what: str) -> list[TotalPlaceError]:
    """A fault for each year and authority (the index) whose gap, GBP, is more than rounding; what says of what."""
    wrong = gap[gap.abs() > WITHIN].rename("gap").reset_index()
    return [
        SourceError(f"{code} in {year}: {what}, difference {amount:,.0f} GBP.")
        for year, code, amount in zip(wrong["year"], wrong["authority_code"], wrong["gap"], strict=True)
    ]


def gss_codes(codes: pd.Series[str]) -> pd.Series[str]:
    """GSS codes of an extract, "" where it has something else (Lee Valley park, the GLA)."""
    return codes.where(codes.str.match(r"^E\d{8}$"), "")


def _column_of(table: Table, fits: Callable[[str], bool], what: str) -> int:
    """The first column in which a cell below the heading fits."""
    width = min(len(table.headings), 8)
    for column in range(width):
        if any(fits(table.text(row, column)) for row in range(table.first_row, len(table.sheet.rows) + 1)):
            return column
    raise SourceError(f"{table.sheet}: no column of {what} below row {table.heading_row}.")


def _england(table: Table, code: int) -> tuple[int, int]:
    """Column of the names, and row of England in it."""
    for row in range(table.first_row, len(table.sheet.rows) + 1):
        for column in range(code + 1, min(len(table.headings), code + 4)):
            if table.text(row, column).lower() == "england":
                return column, row
    raise SourceError(f"{table.sheet}: no row 'England' below the authorities. Is the sheet cut short?")


def row_of_england(table: Table, name: int) -> int | None:
    """The row of England in the column of names; None where a sheet has none."""
    rows = range(table.first_row, len(table.sheet.rows) + 1)
    return next((row for row in rows if table.text(row, name).lower() == "england"), None)


def _words_column(
    table: Table, rows: Mapping[str, int], allowed: frozenset[str], *, after: int, but: int | None = None
) -> int | None:
    """The column right of the names in which every authority has one of the allowed words; None where there is none."""
    for column in range(after + 1, min(len(table.headings), after + 5)):
        if column != but and all(table.text(row, column) in allowed for row in rows.values()):
            return column
    return None
