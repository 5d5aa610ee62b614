"""What the service returns (RO2, RO3) have in common: services over measures, proved against England and RS.

A service heading stands over the measures of that service; "Service > Measure" finds the column.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import Faults, TotalPlaceError
from totalplace_lib.project import read_config
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
from totalplace_lib.sources.headings import GROUP
from totalplace_lib.sources.revenue_outturn import mark_breaks, read_line


def read_service_return(raw: Path, name: str, card_id: str, summary_line: str) -> pd.DataFrame:
    """All years of a return: authority columns, line, measure, amount_gbp, marker and where each stands.

    name           "ro2" or "ro3": its rows in config/layouts/ro_sheets.csv, its config/layouts and config/lines
    summary_line   the line of the revenue outturn summary that the total of this return must equal
    Raises Faults when authorities do not give England, services the total, or the total the summary.
    """
    card, layout = load_card(card_id), read_layout(name)
    sheets = read_config("layouts/ro_sheets.csv")
    sheets = sheets[sheets["return"] == name]
    parts = [_part(raw, card, sheet, layout) for _, sheet in sheets.iterrows()]
    figures = pd.concat([figures for figures, _ in parts], ignore_index=True)
    england = pd.concat([england for _, england in parts], ignore_index=True)
    known = pd.DataFrame(
        {"year": [], "line": [], "measure": [], "explained_gbp": [], "reason": []}, dtype="str"
    )
    against_england(figures, england, by=["year", "line", "measure"], known=known)
    lines = read_config(f"lines/{name}.csv").set_index("line")
    faults = check_services(figures, lines)
    summary = pd.concat([read_line(raw, year, summary_line) for year in sheets["year"].unique()])
    faults += check_summary(figures, summary)
    if faults:
        raise Faults(card.title, faults)
    breaks = read_config("lines/rs_breaks.csv")
    return mark_breaks(figures, spread_breaks(breaks[breaks["line"] == summary_line], list(lines.index)))


def _part(raw: Path, card: Card, sheet: pd.Series, layout: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures of the authorities and of England for one measure of one year."""
    year, measure, name = str(sheet["year"]), str(sheet["measure"]), str(sheet["return"])
    found = open_sheet(raw, card, year, str(sheet["sheet"]))
    table = found.table(*str(sheet["anchor"]).split(";"), below=int(sheet["below"]))
    words = {
        line: f"{service} {GROUP} {sheet['heading']}" for line, service in headings(layout, year).items()
    }
    council = read_return(card, year, table)
    figures, england = council.figures(words, editor(name, year)), council.england(words, editor(name, year))
    return figures.assign(measure=measure), england.assign(measure=measure)


def spread_breaks(breaks: pd.DataFrame, lines: list[str]) -> pd.DataFrame:
    """The breaks of a line of the summary (line, first_year, last_year, note) for each line of its own return."""
    return breaks.drop(columns="line").merge(pd.DataFrame({"line": lines}), how="cross")


def check_services(figures: pd.DataFrame, lines: pd.DataFrame) -> list[TotalPlaceError]:
    """A fault for each authority, year and measure whose services do not give the total; lines: kind by line."""
    wide = figures.pivot(index=["year", "authority_code", "measure"], columns="line", values="amount_gbp")
    services = wide[lines.index[lines["kind"] == "service"].intersection(wide.columns)].sum(axis="columns")
    gap = wide["total"] - services
    return [
        fault
        for measure, part in gap.groupby(level="measure")
        for fault in differences(
            part.droplevel("measure"), f"{measure} of the services does not give the total"
        )
    ]


def check_summary(figures: pd.DataFrame, summary: pd.DataFrame) -> list[TotalPlaceError]:
    """A fault for each authority whose net current total is not what the summary says; absent counts as nil.

    summary   year, authority_code, amount_gbp of all authorities in the revenue outturn summary
    """
    key = ["year", "authority_code"]
    totals = figures[(figures["line"] == "total") & (figures["measure"] == "net_current")]
    ours = totals.set_index(key)["amount_gbp"]
    theirs = summary.set_index(key)["amount_gbp"]
    gap = theirs.sub(ours, fill_value=0.0)
    return differences(gap, "the revenue outturn summary differs from the total of this return")
