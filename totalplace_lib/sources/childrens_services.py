"""Services for children and young people: what each council spent, line by line.

Publisher  Department for Children, Schools and Families / Education: outturn under section 52 (later 251), table A.
Gives      `childrens_services`, one row per council, year and line: gross, income and net current expenditure, GBP.
Basis      2008-09 to 2010-11; net = gross less income; schools not included. Lines belong to blocks; a total line
           holds the sum of its block. Blocks prove against their totals and the total of all, to the penny, and gross
           less income against net, but for what config/controls/childrens_services.csv explains.
Gaps       an empty cell is missing, never zero, and so is Stockton 2009-10, printed as nought in every line. Lines
           differ from year to year: compare blocks, not line numbers.
Not here   schools and early education (see council_revenue); later years in full (see childrens_measures).
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError
from totalplace_lib.project import read_config
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.printed_nought import taken_back
from totalplace_lib.sources.service_authorities import EDUCATION, authority_codes
from totalplace_lib.sources.textfiles import TextFile, check_unique, read_csv

CARD = "childrens_services_outturn"
LAYOUT = "layouts/childrens_services.csv"
CONTROLS = "controls/childrens_services.csv"
HEADINGS = {
    "2008-09": ["LEA Number:", "LA Name:", "S52 Line Reference:", "TOTAL EXPENDITURE (k)", "INCOME (l)"],
    "2009-10": ["LEA", "LEA Name", "S52 Line Reference", "Total Expenditure (k)", "Income (l)"],
    "2010-11": ["LA", "LA Name", "S52 Line Reference", "Total Expenditure (k)", "Income (l)"],
}
"""Year -> headings of number, name, line, gross and income. Net is the same in all."""

NET, NUMBER = "NET Current Expenditure (m)", "Line"
LEADING = re.compile(r"^\s*(\d+)\s+")
PENNIES = 0.10
AMOUNTS = ["gross_gbp", "income_gbp", "net_gbp"]


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `childrens_services`."""
    layout = read_config(LAYOUT).astype({"first": "int32", "last": "int32"})
    parts = []
    for year, headings in HEADINGS.items():
        file = read_csv(raw / load_card(CARD).file(years=year).path, [*headings, NET])
        parts.append(tidy(file, headings, layout[layout["year"] == year], year))
    figures = pd.concat(parts, ignore_index=True)
    return {"childrens_services": taken_back(figures, "childrens_services", AMOUNTS)}


def tidy(file: TextFile, headings: list[str], layout: pd.DataFrame, year: str) -> pd.DataFrame:
    """One year. headings as in HEADINGS; layout: block, first, last, total, role. Faults when blocks do not add up."""
    number, name, line, gross, income = headings
    text = file.frame[line]
    numbers = pd.Series(file.frame[NUMBER] if NUMBER in file.frame else text.str.extract(LEADING)[0])
    wrong = ~numbers.fillna("").str.fullmatch(r"[0-9]+")
    if wrong.any():
        raise SourceError(
            f"{file.name}, line {file.frame['row'][wrong].iloc[0]}: '{text[wrong].iloc[0]}' has no number of a line of "
            "the return. Are its cells shifted?"
        )
    frame = pd.DataFrame(
        {
            "authority_name": file.frame[name],
            "line_number": pd.to_numeric(numbers).astype("int32"),
            "line": text.str.replace(LEADING, "", regex=True).str.replace(r"\s+", " ", regex=True),
            "gross_gbp": file.numbers(gross)[0],
            "income_gbp": file.numbers(income)[0],
            "net_gbp": file.numbers(NET)[0],
            "marker": file.numbers(NET)[1],
            "row": file.frame["row"],
        }
    )
    first = file.frame.drop_duplicates(number)
    codes = authority_codes(EDUCATION, year, dict(zip(first[number], first["row"], strict=True)), file.name)
    frame["authority_code"] = file.frame[number].map(codes).astype("str")
    check_unique(file.name, frame, ["authority_code", "line_number"])
    frame = frame.assign(year=year, source_id=CARD, column=NET).merge(
        _lines(layout), how="left", on="line_number"
    )
    unknown = frame[frame["block"].isna()]
    if len(unknown):
        raise SourceError(
            f"{file.name}, line {unknown['row'].iloc[0]}: line {unknown['line_number'].iloc[0]} of the return "
            f"('{unknown['line'].iloc[0]}') is in no block of config/{LAYOUT}."
        )
    check_blocks(file.name, frame, layout)
    check_net(file.name, frame, read_config(CONTROLS))
    return frame.astype({"row": "int32", "block": "str", "role": "str", "is_total": "bool"})


def _lines(layout: pd.DataFrame) -> pd.DataFrame:
    """Line number -> block, role and whether it is the total of its block."""
    rows = []
    for block in layout.to_dict("records"):
        words = (block["block"], block["role"])
        rows += [(line, *words, False) for line in range(block["first"], block["last"] + 1)]
        rows += [(int(block["total"]), *words, True)] if pd.notna(block["total"]) else []
    return pd.DataFrame(rows, columns=["line_number", "block", "role", "is_total"]).astype(
        {"line_number": "int32"}
    )


def check_blocks(file: str, frame: pd.DataFrame, layout: pd.DataFrame) -> None:
    """Faults unless lines sum to the total of their block, and blocks to the total of all, for every council."""
    net = frame.pivot_table(index="authority_name", columns="line_number", values="net_gbp", aggfunc="sum")
    faults: list[TotalPlaceError] = []
    whole = pd.Series(0.0, index=net.index)
    for block in layout[layout["role"] == "part"].to_dict("records"):
        lines = net[list(range(block["first"], block["last"] + 1))].sum(axis=1)
        total = net[int(block["total"])] if pd.notna(block["total"]) else lines
        faults += _differences(file, str(block["block"]), lines, total)
        whole += total
    for everything in layout[layout["role"] == "total"].to_dict("records"):
        faults += _differences(file, str(everything["block"]), whole, net[everything["first"]])
    if faults:
        raise Faults(f"Totals in {file}", faults[:10])


def check_net(file: str, frame: pd.DataFrame, known: pd.DataFrame) -> None:
    """Faults where gross less income is not net; known: differences that the publisher left, explained."""
    key = ["year", "authority_code", "line_number"]
    explained = known.astype({"line_number": "int32", "difference_gbp": "float64"})[[*key, "difference_gbp"]]
    rows = frame.merge(explained, on=key, how="left")
    off = rows["gross_gbp"] - rows["income_gbp"] - rows["net_gbp"] - rows["difference_gbp"].fillna(0.0)
    wrong = rows.assign(off=off)[off.abs() > PENNIES]
    faults: list[TotalPlaceError] = [
        SourceError(
            f"{file}, line {row.row}, {row.authority_name}, {row.line}: gross {row.gross_gbp:,.2f} less income "
            f"{row.income_gbp:,.2f} is not net {row.net_gbp:,.2f} ({row.off:+,.2f}). Is a cell shifted, or in other "
            f"units? If it is printed so, explain it in config/{CONTROLS}."
        )
        for row in wrong.head(10).itertuples()
    ]
    if faults:
        raise Faults(f"Gross, income and net in {file}: {len(wrong)} lines", faults)


def _differences(
    file: str, block: str, ours: pd.Series[float], printed: pd.Series[float]
) -> list[TotalPlaceError]:
    """Councils whose sum is not the printed total."""
    wrong = ours.index[~((ours - printed).abs() <= PENNIES)]
    return [
        SourceError(
            f"{file}, {council}, {block}: lines sum to {ours[council]:,.2f}, total is {printed[council]:,.2f}."
        )
        for council in wrong
    ]


SOURCE = Source(cards=(CARD,), tables=("childrens_services",), read=read)
