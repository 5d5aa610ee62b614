"""Revenue account budgets (RA): what each English council meant to spend by service. Never outturn.

Publisher  MHCLG (DCLG, DLUHC before), Local authority revenue expenditure and financing, budget, by authority: sheets
           of 2013-14 to 2021-22 and 2023-24 that somebody saved as CSV; 2024-25 from another project's table.
Gives      `council_budgets`, one row per council, service and year, GBP, net current expenditure; marker p on every
           figure: a plan. Police, fire, transport and other authorities are left out: 2024-25 has none.
Basis      set before the year begins. The file of 2024-25 does not say its year: its sums are those that the department
           published for England's budget of 2024-25 (config/controls/budgets.csv), and no other year's.
Gaps       no budget of 2022-23 or 2025-26 by council was to be had; councils that made no return are x.
Not here   housing benefit, levies, financing, reserves, council tax.
Proof      services add up to each authority's total, authorities to the printed England (2013-14 to 2021-22; in
           2020-21 and 2021-22 England is grossed up for those that made no return).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError
from totalplace_lib.model import Marker
from totalplace_lib.project import read_config
from totalplace_lib.sources import areas as area_lists
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import Card, load_card
from totalplace_lib.sources.council_returns import (
    CLASSES,
    THOUSAND,
    against_england,
    differences,
    editor,
    headings,
    read_layout,
    row_of_england,
)
from totalplace_lib.sources.sheets import Sheet
from totalplace_lib.sources.textfiles import TextFile, read_csv

CARD, RECENT = "council_budgets", "council_budgets_2024"
RECENT_YEAR = "2024-25"
TOTAL = "total_service_expenditure"
NAME, KIND, OTHERS = "Local authority", "Class", "O"
RECENT_LINES = {
    "budget_education": "education",
    "budget_transport": "highways_transport",
    "budget_childrens_social_care": "children_social_care",
    "budget_adult_social_care": "adult_social_care",
    "budget_public_health": "public_health",
    "budget_housing": "housing_services",
    "budget_cultural": "cultural",
    "budget_environmental": "environmental_regulatory",
    "budget_planning": "planning_development",
    "budget_central_services": "central",
    "budget_other": "other_services",
    "budget_total_service": TOTAL,
}
"""Columns of the other project's table -> lines of config/lines/rs.csv."""


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table council_budgets. Faults when a proof fails."""
    card = load_card(CARD)
    parts = [_year(raw, card, file.path, file.years) for file in card.files]
    recent = read_csv(raw / load_card(RECENT).file().path, ["ons_code", "name", "type", *RECENT_LINES])
    figures = pd.concat([*parts, from_recent(recent, area_lists.read(raw)["areas"])], ignore_index=True)
    faults = check_parts(figures) + check_controls(figures, read_config("controls/budgets.csv"))
    if faults:
        raise Faults(card.title, faults)
    figures = figures[figures["authority_class"] != OTHERS].reset_index(drop=True)
    plan = figures["marker"].mask(figures["amount_gbp"].notna(), str(Marker.PROVISIONAL))
    return {"council_budgets": figures.assign(marker=plan)}


def _year(raw: Path, card: Card, path: str, year: str) -> pd.DataFrame:
    """Figures of the authorities in one year, held against England where it is printed."""
    return from_sheet(Sheet.of_csv(raw / path), card.id, year)


def from_sheet(sheet: Sheet, card: str, year: str) -> pd.DataFrame:
    """One year of the return. SourceError where the title names another year or unit, or England is not the sum."""
    sheet.require_year(year)
    sheet.require_words("£ thousand")
    table = sheet.table("E-code", NAME, KIND)
    name, kind = table.column(NAME), table.column(KIND)
    england = row_of_england(table, name)
    rows = table.coded_rows(table.column("E-code"), before=england)
    words, edit = headings(read_layout("ra"), year), editor("ra", year)
    figures = table.long(rows, words, unit=THOUSAND, edit=edit).rename(
        columns={"value": "amount_gbp", "code": "authority_code"}
    )
    row = figures["authority_code"].map(rows)
    named = figures.assign(
        year=year,
        authority_name=row.map({each: table.text(each, name) for each in rows.values()}),
        authority_class=row.map({each: CLASSES[table.text(each, kind)] for each in rows.values()}),
        region="",
        source_id=card,
    )
    if england:
        whole = table.long({"England": england}, words, unit=THOUSAND, edit=edit)
        printed = whole.rename(columns={"value": "amount_gbp"}).assign(year=year, source_id=card)
        nothing = pd.DataFrame({"year": [], "line": [], "explained_gbp": [], "reason": []}, dtype="str")
        against_england(named, printed, by=["year", "line"], known=nothing)
    return named


def from_recent(file: TextFile, areas: pd.DataFrame) -> pd.DataFrame:
    """Councils of 2024-25 by the other project's table. SourceError for a council that is in no list of areas.

    A council whose code changed in April 2025 stands twice: under the new code it has no budget, and is left out.
    """
    newest = areas[areas["vintage"] == areas["vintage"].max()]
    codes = dict(zip(newest["area_code"], newest["authority_code"], strict=True))
    codes |= dict(zip(newest["county_code"], newest["county_authority_code"], strict=True))
    empty = (file.frame[list(RECENT_LINES)] == "").all(axis=1)
    known = file.frame["ons_code"].isin(codes)
    lost = file.frame[~known & ~empty]
    if len(lost):
        first = lost.iloc[0]
        raise SourceError(
            f"{file.name}, line {first['row']}: {first['ons_code']} ({first['name']}) is no council."
        )
    file = TextFile(file.name, file.frame[known].reset_index(drop=True)).unique(["ons_code"])
    frame = file.frame
    authority = frame["ons_code"].map(codes)
    parts = []
    for column, line in RECENT_LINES.items():
        amounts, markers = file.numbers(column, unit=THOUSAND)
        parts.append(
            pd.DataFrame(
                {
                    "year": RECENT_YEAR,
                    "authority_code": authority,
                    "authority_name": frame["name"],
                    "authority_class": frame["type"].map(CLASSES),
                    "region": "",
                    "line": line,
                    "amount_gbp": amounts,
                    "marker": markers,
                    "source_id": RECENT,
                    "sheet": "",
                    "column": column,
                    "row": frame["row"].astype("int32"),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def check_parts(figures: pd.DataFrame) -> list[TotalPlaceError]:
    """A fault for each authority whose services do not give the total.

    The table of 2024-25 has no columns of fire and police, which the totals of thirteen councils hold: there services
    may be less than the total.
    """
    wide = figures.pivot(index=["year", "authority_code"], columns="line", values="amount_gbp")
    wide = wide.dropna(how="all")
    gap = wide[TOTAL] - wide.drop(columns=TOTAL).sum(axis="columns")
    gap = gap.mask(gap.index.get_level_values("year") == RECENT_YEAR, gap.clip(upper=0.0))
    return differences(gap, "the services of the budget do not give the total")


def check_controls(figures: pd.DataFrame, controls: pd.DataFrame) -> list[TotalPlaceError]:
    """A fault for each published figure of England of which the councils of a year come to too little or too much (the
    file would be of another year): config/controls/budgets.csv."""
    sums = figures.groupby(["year", "line"])["amount_gbp"].sum()
    faults: list[TotalPlaceError] = []
    for row in controls.to_dict("records"):
        published, found = float(row["amount_gbp"]), float(sums.get((row["year"], row["line"]), 0.0))
        if not float(row["least"]) <= found / published <= float(row["most"]):
            faults.append(
                SourceError(
                    f"Budgets of {row['year']}, {row['line']}: councils give {found:,.0f} GBP, "
                    f"{found / published:.1%} of England's {published:,.0f}. Is it the file of another year?"
                )
            )
    return faults


SOURCE = Source((CARD, RECENT, area_lists.CARD), ("council_budgets",), read)
