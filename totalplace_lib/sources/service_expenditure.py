"""Service expenditure summary (RSX): what each English authority spent and earned by service.

Publisher  MHCLG (DLUHC before), Local authority revenue expenditure and financing, RSX by authority.
Gives      one row per authority, service, measure and year 2022-23 to 2024-25, GBP: expenditure (gross), income, net
           current expenditure.
Use        councils of 2024-25, of which no revenue outturn summary (RS) is held; gross beside net in all three years.
Not here   housing benefit, levies, precepts, trading, capital charges: they are in RS only.
Gaps       authorities that did not submit are x. The sheets of 2022-23 and 2023-24 are first releases: 23 and 44 gaps,
           and one figure in a hundred (2023-24: one in twenty) differs from the later RS. Where both are final, as of
           2021-22, all but two figures agree.
Proof      authorities add up to England, services to the total, and expenditure less income is net current expenditure.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError
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

CARD = "council_service_expenditure"
HEADINGS = ("E-code", "Local authority", "Class")
TOTAL = "total_service_expenditure"
MEASURES = ("expenditure", "income", "net_current")


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables council_service_expenditure and council_service_expenditure_england. Faults when a proof fails."""
    card, layout = load_card(CARD), read_layout("rsx").reset_index()
    layout.index = pd.Index(layout.pop("line") + "/" + layout.pop("measure"), name="line")
    parts = [_year(raw, card, row, layout) for _, row in read_config("layouts/rsx_sheets.csv").iterrows()]
    figures, england = (_named(pd.concat(frames, ignore_index=True)) for frames in zip(*parts, strict=True))
    nothing = pd.DataFrame(
        {"year": [], "line": [], "measure": [], "explained_gbp": [], "reason": []}, dtype="str"
    )
    closed = against_england(figures, england, by=["year", "line", "measure"], known=nothing)
    faults = check_parts(figures, read_config("controls/rsx_parts.csv"))
    if faults:
        raise Faults(card.title, faults)
    return {"council_service_expenditure": figures, "council_service_expenditure_england": closed}


def _year(raw: Path, card: Card, row: pd.Series, layout: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures of the authorities and of England in one year."""
    year = str(row["year"])
    table = open_sheet(raw, card, year, str(row["sheet"])).table(*HEADINGS)
    council = read_return(card, year, table)
    if len(council.rows) != int(str(row["authorities"])):
        raise SourceError(
            f"{table.sheet}: {len(council.rows)} authorities above England, expected {row['authorities']} "
            f"(config/layouts/rsx_sheets.csv, {year}). Is a row missing?"
        )
    words, edit = headings(layout, year), editor("rsx", year)
    return council.figures(words, edit), council.england(words, edit)


def _named(figures: pd.DataFrame) -> pd.DataFrame:
    """Line and measure as two columns."""
    both = figures["line"].str.split("/", expand=True)
    return figures.assign(line=both[0], measure=both[1])


def check_parts(figures: pd.DataFrame, known: pd.DataFrame) -> list[TotalPlaceError]:
    """A fault for each authority whose services do not give the total, or whose income and net not expenditure.

    known  config/controls/rsx_parts.csv: year, authority_code, difference_gbp that the publisher left
    """
    key = ["year", "authority_code"]
    wide = figures.pivot(index=key, columns=["measure", "line"], values="amount_gbp").dropna(how="all")
    faults: list[TotalPlaceError] = []
    totals = wide.xs(TOTAL, axis=1, level="line")
    for measure in MEASURES:
        gap = 2 * totals[measure] - wide.loc[:, [measure]].sum(axis="columns")
        faults += differences(gap, f"{measure} of the services does not give the total")
    net = totals["expenditure"] - totals["income"] - totals["net_current"]
    net = net.sub(known.set_index(key)["difference_gbp"].astype("float64"), fill_value=0.0)
    return faults + differences(net, "expenditure less income is not net current expenditure")


SOURCE = Source((CARD,), ("council_service_expenditure", "council_service_expenditure_england"), read)
