"""Next year's revenue outturn, as docs/how-to-new-release.md walks through it: card, build, mend a table, build."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from made_up import write_card, write_config, write_workbook

from totalplace_lib.errors import Faults
from totalplace_lib.sources.build import build
from totalplace_lib.sources.cards import load_cards
from totalplace_lib.sources.holdings import strangers
from totalplace_lib.sources.revenue_outturn import CARD

LINES = """line,name,kind,cofog,in_net_current,counted,note
education,Education,service,09,yes,yes,
police,Police,service,03,yes,yes,
total_service_expenditure,Total,total,,no,no,
levy_transport,Levy,levy,,yes,no,
net_current_expenditure,Net current,total,,no,no,
"""
LAYOUT = """line,2030-31
education,Education services
police,Police services
total_service_expenditure,TOTAL SERVICE EXPENDITURE
levy_transport,Transport levy
net_current_expenditure,NET CURRENT EXPENDITURE
"""
OLD = [
    "Education services",
    "Police services",
    "TOTAL SERVICE EXPENDITURE",
    "Transport levy",
    "NET CURRENT EXPENDITURE",
]
RENAMED = ["Schools and education services", "Policing", *OLD[2:]]


def release(year: str, headings: list[str] | None = None, education: float = 100) -> list[list[Any]]:
    """A made-up Revenue Outturn Summary of two authorities, GBP thousand."""
    return [
        [f"Worksheet 2: Revenue Outturn Summary (RS) data {year}"],
        ["£ thousand"],
        [],
        ["E-code", "ONS Code", "Local authority", "Class", *(headings or OLD)],
        ["E0101", "E06000900", "Avalon", "UA", education, 0, education, 5, education + 5],
        ["E0102", "E07000900", "Brigadoon", "SD", 0, 20.5, 20.5, 0, 20.5],
        [None, None, "ENGLAND", None, education, 20.5, education + 20.5, 5, education + 25.5],
    ]


@pytest.fixture
def project(small_project: Path) -> Path:
    """A project with the release of 2030-31, built."""
    raw = small_project / "data" / "raw"
    write_workbook(raw / "rs_2030_31.xlsx", {"Notes": [["Notes"]], "RS_LA_Data_2030-31": release("2030-31")})
    write_card(small_project, raw, CARD, {"rs_2030_31.xlsx": "2030-31"})
    write_config(small_project, "lines/rs.csv", LINES)
    write_config(
        small_project, "lines/rs_breaks.csv", "line,first_year,last_year,note\npolice,2040-41,,Later\n"
    )
    write_config(small_project, "layouts/rs.csv", LAYOUT)
    sheets = "year,sheet,authorities\n2030-31,RS_LA_Data_2030-31,2\n"
    write_config(small_project, "layouts/rs_sheets.csv", sheets)
    write_config(small_project, "controls/rs_england.csv", "year,line,difference_gbp,reason\n")
    with pytest.raises(Faults, match="does not say what a whole table council_revenue is") as caught:
        run(small_project)
    card = small_project / "config" / "sources" / f"{CARD}.toml"
    for fault in caught.value.faults:
        card.write_text(f"{card.read_text()}\n{str(fault)[str(fault).index('[[whole]]') :]}\n")
    run(small_project)
    return small_project


def look(project: Path) -> None:
    """Build, read what the message says of the new year, and write it on the card."""
    with pytest.raises(Faults, match="'2031-32' is not on the card") as caught:
        run(project)
    card = project / "config" / "sources" / f"{CARD}.toml"
    for fault in caught.value.faults:
        table = re.search(r"table (\w+):", str(fault))
        line = re.search(r'^"2031-32" = .*$', str(fault), re.MULTILINE)
        assert table and line
        old = f'table = "{table[1]}"'
        head, tail = card.read_text().split(old)
        card.write_text(head + old + tail.replace("[whole.totals]", f"[whole.totals]\n{line[0]}", 1))


def run(project: Path) -> pd.DataFrame:
    """totalplace build, of this source alone; gives council_revenue as written."""
    processed = project / "data" / "processed"
    build(project / "data" / "raw", processed, registry=("revenue_outturn",), processes=1)
    return pd.read_parquet(processed / "council_revenue.parquet")


def drop(project: Path, rows: list[list[Any]], sheet: str = "RS_LA_Data_2031-32", year: str = "") -> None:
    """Save a workbook into data/raw and write the entry that totalplace sources gives into the card."""
    raw = project / "data" / "raw"
    write_workbook(raw / "next.xlsx", {"Notes": [["Notes"]], sheet: rows})
    (stranger,) = strangers(raw, load_cards().values())
    card = project / "config" / "sources" / f"{CARD}.toml"
    entry = stranger.entry.replace('years = "2029-30"', f'years = "{year}"') if year else stranger.entry
    card.write_text(card.read_text() + f"\n{entry}\n")


def spent(table: pd.DataFrame, year: str, line: str) -> float:
    """What Avalon spent."""
    here = (table["year"] == year) & (table["line"] == line) & (table["authority_code"] == "E0101")
    return float(table[here]["amount_gbp"].iloc[0])


@pytest.mark.parametrize("sheet", ["RS_LA_Data_2031-32", "A new name"])
def test_with_the_same_headings_a_card_is_enough(project: Path, sheet: str) -> None:
    drop(project, release("2031-32", education=120), sheet)
    look(project)
    table = run(project)
    assert spent(table, "2030-31", "education") == 100_000
    assert spent(table, "2031-32", "education") == 120_000
    assert set(table[table["year"] == "2031-32"]["sheet"]) == {sheet}


def test_headings_that_changed_are_named_together_and_mended_in_config(project: Path) -> None:
    drop(project, release("2031-32", RENAMED, education=120))
    before = (project / "data" / "processed" / "council_revenue.parquet").read_bytes()
    with pytest.raises(Faults, match="wrote nothing: 2 faults") as caught:
        run(project)
    first, second = (str(fault) for fault in caught.value.faults)
    assert first == (
        "next.xlsx, sheet 'RS_LA_Data_2031-32', row 4: no heading like 'Education services'. Nearest: "
        "'Schools and education services' (column E). If it is the same line, change config/layouts/rs.csv, line "
        "'education', column 2031-32 (a new column: a copy of 2030-31, whose headings were tried)."
    )
    assert "no heading like 'Police services'. Nearest: 'Policing' (column F)" in second
    assert (project / "data" / "processed" / "council_revenue.parquet").read_bytes() == before

    layout = [line.split(",") for line in LAYOUT.splitlines()]
    new = ["2031-32", *RENAMED]
    mended = "\n".join(",".join([*row, cell]) for row, cell in zip(layout, new, strict=True)) + "\n"
    write_config(project, "layouts/rs.csv", mended)
    look(project)
    table = run(project)
    assert spent(table, "2031-32", "education") == 120_000
    assert spent(table, "2030-31", "education") == 100_000


def test_a_line_that_is_gone_gets_an_empty_cell(project: Path) -> None:
    rows = [row[:7] + row[8:] for row in release("2031-32")]
    rows[4][-1] = rows[6][-1] = None
    rows[4][-1], rows[6][-1] = 100, 120.5
    drop(project, rows)
    with pytest.raises(Faults, match="no heading like 'Transport levy'"):
        run(project)
    layout = LAYOUT.replace("line,2030-31", "line,2030-31,2031-32").splitlines()
    mended = [f"{row},{row.split(',')[1]}" for row in layout[1:]]
    mended[3] = "levy_transport,Transport levy,"
    write_config(project, "layouts/rs.csv", "\n".join([layout[0], *mended]) + "\n")
    look(project)
    table = run(project)
    assert "levy_transport" not in set(table[table["year"] == "2031-32"]["line"])


def test_the_file_of_another_year_is_refused(project: Path) -> None:
    drop(project, release("2029-30"), year="2031-32")
    with pytest.raises(Faults, match=r"next\.xlsx: no sheet with 2031-32 in the title .* add a row 2031-32"):
        run(project)


def test_several_sheets_that_fit_need_a_choice(project: Path) -> None:
    drop(project, release("2031-32"))
    raw, card = project / "data" / "raw", project / "config" / "sources" / f"{CARD}.toml"
    write_workbook(raw / "next.xlsx", {"One": release("2031-32"), "Two": release("2031-32")})
    whole = re.findall(r"^\[\[whole\]\].*?(?=^\[\[files|\Z)", card.read_text(), re.MULTILINE | re.DOTALL)
    write_card(project, raw, CARD, {"rs_2030_31.xlsx": "2030-31", "next.xlsx": "2031-32"}, "\n".join(whole))
    with pytest.raises(Faults, match=r"2 sheets with 2031-32 in the title .*: One, Two\."):
        run(project)
    sheets = "year,sheet,authorities\n2030-31,RS_LA_Data_2030-31,2\n2031-32,Two,3\n"
    write_config(project, "layouts/rs_sheets.csv", sheets)
    with pytest.raises(
        Faults, match=r"2 authorities above England, expected 3 \(config/layouts/rs_sheets\.csv"
    ):
        run(project)
    write_config(project, "layouts/rs_sheets.csv", sheets.replace("Two,3", "Two,2"))
    look(project)
    assert set(run(project).query("year == '2031-32'")["sheet"]) == {"Two"}


def test_england_still_has_to_be_the_sum_of_its_authorities(project: Path) -> None:
    rows = release("2031-32")
    del rows[5]
    drop(project, rows)
    with pytest.raises(Faults, match=r"police\): England is 20,500 GBP, its authorities give 0"):
        run(project)


def test_a_project_without_any_earlier_layout_says_what_to_add(project: Path) -> None:
    drop(project, release("2031-32"))
    write_config(project, "layouts/rs.csv", LAYOUT.replace("2030-31", "2040-41"))
    with pytest.raises(Faults, match="Add a column"):
        run(project)
