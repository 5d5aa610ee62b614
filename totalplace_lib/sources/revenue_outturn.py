"""Revenue Outturn Summary (RS): what each English authority spent, by service, and how it was paid for.

Publisher  MHCLG (CLG, DCLG, DLUHC before), Local authority revenue expenditure and financing, RS by authority.
Gives      one row per authority, line and year: column 1 of the form (net current expenditure) for services, then
           housing benefit, levies, trading, capital charges, grants, reserves and council tax requirement; GBP.
Basis      net of sales, fees and charges; gross of government grants; FRS17 in 2007-08 and 2008-09 -> marker b.
Gaps       authorities that did not submit are x, never 0 (Birmingham 2022-23 and 2023-24); so is housing benefit that
           is printed as nought between two years of much (config/lines/printed_nought.csv).
           The Met is inside the GLA (E5100).
Not here   the housing revenue account; capital (see capital_outturn); levels of reserves.
Proof      authorities add up to England for each line; services add up to total service expenditure, and the lines
           above it to net current expenditure, for each authority.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.model import Year
from totalplace_lib.project import read_config
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import Card, load_card
from totalplace_lib.sources.council_returns import (
    against_england,
    differences,
    editor,
    headings,
    open_sheet,
    read_layout,
    read_return,
)
from totalplace_lib.sources.printed_nought import taken_back
from totalplace_lib.sources.sheets import Sheet, Workbook

CARD = "council_revenue_outturn"
HEADINGS = ("E-code", "Local authority", "Class")


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables council_revenue and council_revenue_england from all years. Faults when a proof fails."""
    card, layout = load_card(CARD), read_layout("rs")
    lines = read_config("lines/rs.csv").set_index("line")
    held = sorted({file.years for file in card.files} | set(layout.columns))
    years = [_year(raw, card, year, layout) for year in held]
    figures = pd.concat([figures for figures, _ in years], ignore_index=True)
    england = pd.concat([england for _, england in years], ignore_index=True)
    known = read_config("controls/rs_england.csv").rename(columns={"difference_gbp": "explained_gbp"})
    closed = against_england(figures, england, by=["year", "line"], known=known)
    check_parts(figures, lines)
    figures = taken_back(figures, "council_revenue")
    return {
        "council_revenue": mark_breaks(figures, read_config("lines/rs_breaks.csv")),
        "council_revenue_england": closed,
    }


def _year(raw: Path, card: Card, year: str, layout: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures of the authorities and of England in one year, for the lines of the layout."""
    sheets = read_config("layouts/rs_sheets.csv").set_index("year").to_dict("index")
    row = sheets.get(year)
    name = _new_sheet(raw / card.file(years=year).path, year) if row is None else str(row["sheet"])
    table = open_sheet(raw, card, year, name).table(*HEADINGS)
    council = read_return(card, year, table)
    if row is not None and len(council.rows) != int(str(row["authorities"])):
        raise SourceError(
            f"{table.sheet}: {len(council.rows)} authorities above England, expected {row['authorities']} "
            f"(config/layouts/rs_sheets.csv, {year}). Is a row missing?"
        )
    words, edit = headings(layout, year), editor("rs", year)
    return council.figures(words, edit), council.england(words, edit)


def _new_sheet(path: Path, year: str) -> str:
    """The sheet of a new release: the one whose title names the year and which has the headings of authorities.

    SourceError where there is none, or several. A row in config/layouts/rs_sheets.csv makes the choice, and from
    then on also holds the number of authorities.
    """
    workbook = Workbook.open(path)
    found = [name for name in workbook.sheet_names if _fits(workbook.sheet(name), year)]
    if len(found) == 1:
        return found[0]
    what = f"{len(found)} sheets" if found else "no sheet"
    raise SourceError(
        f"{workbook.name}: {what} with {year} in the title and the headings {', '.join(HEADINGS)}"
        f"{': ' + ', '.join(found) if found else ''}. If it is the file of {year}, add a row {year} with sheet and "
        f"number of authorities to config/layouts/rs_sheets.csv. Sheets: {', '.join(workbook.sheet_names)}."
    )


def recognise(path: Path) -> str | None:
    """The year of a workbook that is a Revenue Outturn Summary by its titles and headings; None for any other."""
    workbook = Workbook.open(path)
    for name in workbook.sheet_names:
        sheet = workbook.sheet(name)
        titles = [text for text in sheet.title() if "revenue outturn summary" in text.lower()]
        if titles and sheet.has_row(*HEADINGS):
            years = [
                str(Year.parse(year)) for text in titles for year in re.findall(r"\d{4}-\d{2}(?!\d)", text)
            ]
            return years[0] if years else None
    return None


def _fits(sheet: Sheet, year: str) -> bool:
    """Whether a sheet looks like the authorities' figures of a year."""
    return sheet.names_year(year) and sheet.has_row(*HEADINGS)


def read_line(raw: Path, year: str, line: str) -> pd.DataFrame:
    """One line of one year by authority (year, authority_code, amount_gbp), as other returns are held against it."""
    figures, _ = _year(raw, load_card(CARD), year, read_layout("rs").loc[[line]])
    return figures[["year", "authority_code", "amount_gbp"]]


def check_parts(figures: pd.DataFrame, lines: pd.DataFrame) -> None:
    """Faults when services do not give total service expenditure, or lines not net current expenditure.

    figures   year, authority_code, line, amount_gbp; lines   kind and in_net_current by line
    An authority without figures is left out; in_net_current is yes, no, or the first year in which it is.
    """
    wide = figures.pivot(index=["year", "authority_code"], columns="line", values="amount_gbp")
    wide = wide[wide["net_current_expenditure"].notna()]
    services = wide[lines.index[lines["kind"] == "service"].intersection(wide.columns)].sum(axis="columns")
    since = lines["in_net_current"].replace({"yes": "0", "no": "9"}).reindex(wide.columns)
    years = wide.index.get_level_values("year").to_numpy()
    parts = sum(
        (wide[line].fillna(0).where(years >= since[line], 0) for line in wide.columns),
        pd.Series(0.0, wide.index),
    )
    faults = differences(
        wide["total_service_expenditure"] - services, "services do not give total service expenditure"
    )
    faults += differences(
        wide["net_current_expenditure"] - parts, "lines do not give net current expenditure"
    )
    if faults:
        raise Faults("Revenue outturn: printed totals differ from their parts", faults)


def mark_breaks(figures: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
    """Marker b on ordinary figures of lines whose meaning differs in those years.

    breaks   line, first_year, last_year (missing = until now), note
    """
    marked = figures.copy()
    spans = breaks.fillna({"last_year": "9999"})[["line", "first_year", "last_year"]]
    for line, first, last in spans.itertuples(index=False, name=None):
        here = (marked["line"] == line) & (marked["year"] >= first) & (marked["year"] <= last)
        marked.loc[here & (marked["marker"] == ""), "marker"] = "b"
    return marked


SOURCE = Source((CARD,), ("council_revenue", "council_revenue_england"), read)
