"""Jobs, households on universal credit and income tax by local authority area.

Publisher  ONS, Business Register and Employment Survey (BRES) 2024, through Nomis as arranged by another project;
           Department for Work and Pensions, households on universal credit in May 2025 (Stat-Xplore);
           HMRC, survey of personal incomes, table 3.14: income tax of residents (extracted by another project).
Gives      `local_counts`, one row per area and measure: employee jobs (2024, all sections of industry together, and
           some of them), households on universal credit (2025, provisional), income tax in GBP.
Basis      jobs where people work, rounded by the publisher; households where people live. Areas of April 2023; income
           tax on those of before. The year of the tax is not stated; England's sum fits 2021-22: a key, no level.
Gaps       Torbay and the Isles of Scilly have no income tax in the table: they share what the total of their region,
           printed to the hundred million, leaves, by their people of 2021. Figures of districts that were abolished
           stand beside those of their successors in the file of jobs and are not read; sections are added up.
Not here   earlier years, the self-employed, other sections of industry.
Proof      households of all authorities of Great Britain and the unknown add up to the published total; income tax of
           the authorities of each region to its printed total within the rounding of both.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.schema import shaped
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.sheets import Sheet, Workbook
from totalplace_lib.sources.textfiles import TextFile, read_csv

JOBS, CREDIT, MEMBERSHIPS = "ons_jobs_2024", "dwp_universal_credit_2025", "ons_memberships_2024"
EVERY_SECTION = "employee jobs"
SECTIONS = {
    "C": "employee jobs: manufacturing",
    "I": "employee jobs: hotels and food",
    **dict.fromkeys("JKM", "employee jobs: offices"),
}
"""Sections of the Standard Industrial Classification that are also held apart; offices: information and communication,
finance and insurance, professional, scientific and technical work."""
TAX, PEOPLE = "hmrc_personal_incomes", "ons_population_revised"
LOOKUP = "geography/lookup_ltla24_fra24.csv"
SHEET, MONTH = "Data Sheet 0", "May 2025"
NAMES, FIGURES = 2, 3  # columns C and D
TOTAL = "Total"
WITHIN = 0.0005
"""Part of the total by which its parts may miss it: each was changed a little so that nobody can be found."""

TAXED, TAX_YEAR = "total_tax_amount", 2021
ROUNDED = 0.5e6, 50e6
"""By how much an authority and a region may be rounded, GBP."""


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `local_counts`."""
    lookup = read_csv(
        raw / load_card(MEMBERSHIPS).file(path=LOOKUP).path, ["ltla24_name", "ltla24_code"]
    ).frame
    english = lookup[lookup["ltla24_code"].str.startswith("E")]
    codes = dict(zip(english["ltla24_name"], english["ltla24_code"], strict=True))
    jobs = read_csv(raw / load_card(JOBS).file().path, ["code", "sic_section", "jobs"])
    credit = Workbook.open(raw / load_card(CREDIT).file().path).sheet(SHEET)
    tax = read_csv(raw / load_card(TAX).file().path, ["code", TAXED])
    held = read_csv(raw / load_card(PEOPLE).file().path, ["code", "year", "population"]).frame
    people = held[held["year"] == str(TAX_YEAR)].set_index("code")["population"].astype(float)
    parts = [
        of_jobs(jobs, set(codes.values())),
        of_households(credit, codes),
        of_income_tax(tax, people),
    ]
    return {"local_counts": shaped("local_counts", pd.concat(parts, ignore_index=True))}


def of_jobs(file: TextFile, codes: set[str]) -> pd.DataFrame:
    """Employee jobs of each area of today, all sections together and SECTIONS; row: where the first section stands."""
    file.unique(["code", "sic_section"])
    values, markers = file.numbers("jobs")
    gaps = file.frame[markers != ""]
    if len(gaps):
        raise SourceError(f"{file.name}, line {gaps['row'].iloc[0]}: no number of jobs.")
    mine = file.frame.assign(value=values)[file.frame["code"].isin(codes)]
    apart = mine.assign(measure=mine["sic_section"].map(SECTIONS)).dropna(subset=["measure"])
    every = pd.concat([mine.assign(measure=EVERY_SECTION), apart])
    found = every.groupby(["measure", "code"], as_index=False).agg(value=("value", "sum"), row=("row", "min"))
    found = found.rename(columns={"code": "area_code"})
    return found.assign(year=2024, source_id=JOBS, sheet="", column="jobs")


def of_households(sheet: Sheet, codes: Mapping[str, str]) -> pd.DataFrame:
    """Households on universal credit of each English area. codes: name of an area -> its code.

    SourceError where the month is another one, or the parts of Great Britain miss the total.
    """
    sheet.require_words(MONTH)
    named = {row: str(sheet.cell(row, NAMES)).strip() for row in range(1, len(sheet.rows) + 1)}
    end = next((row for row, name in named.items() if name == TOTAL), 0)
    figures = {row: sheet.cell(row, FIGURES) for row in range(1, end + 1)}
    numbers = {row: float(cell) for row, cell in figures.items() if isinstance(cell, int | float)}
    total = numbers.pop(end, 0.0)
    if not total or abs(sum(numbers.values()) - total) > WITHIN * total:
        raise SourceError(
            f"{sheet}, row {end}: authorities add up to {sum(numbers.values()):,.0f}, the total is {total:,.0f}."
        )
    rows = [(codes[named[row]], value, row) for row, value in numbers.items() if named[row] in codes]
    found = pd.DataFrame(rows, columns=["area_code", "value", "row"])
    return found.assign(
        year=2025, measure="universal credit households", source_id=CREDIT, sheet=sheet.name, column="D"
    )


def of_income_tax(file: TextFile, people: pd.Series) -> pd.DataFrame:
    """Income tax of the residents of each area, GBP. The file goes region by region, each with its printed total.

    people  by area code, to share what a region's total leaves for areas that are not available
    """
    values, _ = file.unique(["code"]).numbers(TAXED, unit=1e6)
    rows = file.frame.assign(value=values, is_region=file.frame["code"].str.startswith("E12"))
    rows["region"] = rows["code"].where(rows["is_region"]).ffill()
    totals = rows[rows["is_region"]].set_index("region")["value"]
    areas = rows[rows["code"].str.match(r"^E0[6-9]")]
    left = totals - areas.groupby("region")["value"].sum()
    gap = areas["value"].isna()
    _check_left(file, left, areas[~gap].groupby("region").size(), set(areas.loc[gap, "region"]))
    share = areas["code"].map(people).where(gap)
    part = share / share.groupby(areas["region"]).transform("sum") * areas["region"].map(left)
    found = areas.assign(value=areas["value"].fillna(part).round(2)).rename(columns={"code": "area_code"})
    return found[["area_code", "value", "row"]].assign(
        year=TAX_YEAR, measure="income tax", source_id=TAX, sheet="", column=TAXED
    )


def _check_left(file: TextFile, left: pd.Series, areas: pd.Series, open_regions: set[str]) -> None:
    """SourceError where a region's total leaves more than rounding can, or nothing for areas without a figure."""
    least, most = ROUNDED
    for region, amount in left.to_dict().items():
        wrong = (
            amount <= 0 if region in open_regions else abs(amount) > most + least * int(areas[str(region)])
        )
        if wrong:
            raise SourceError(
                f"{file.name}: {region} leaves {amount:,.0f} of its income tax. Is a row missing?"
            )


SOURCE = Source(cards=(JOBS, CREDIT, MEMBERSHIPS, TAX, PEOPLE), tables=("local_counts",), read=read)
