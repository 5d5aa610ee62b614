"""The capital outturn: two sheets, stacked headings without a code column heading, sums that must close."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from made_up import write_card, write_config, write_workbook

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.schema import contract
from totalplace_lib.sources import capital_outturn
from totalplace_lib.sources.capital_outturn import CARD, read

Rows = list[list[Any]]

LAYOUT = """line,measure,2008-09
education,expenditure,Schools > Total Capital Expenditure
police,expenditure,Police > Total Capital Expenditure
total,expenditure,TOTAL > Total Capital Expenditure
education,receipts,Schools > Receipts
direction,financing,By direction
lsvt_levy,financing,Payment of LSVT levy
total_transactions,financing,TOTAL AND OTHER
funding_gla,financing,Funding from GLA bodies
"""
LINES = """line,name,kind,cofog,counted
education,E,service,09,yes
police,P,service,03,yes
total,T,total,,no
direction,D,financing,,no
lsvt_levy,L,financing,,no
total_transactions,A,financing,,no
funding_gla,G,financing,,no
"""
SHEETS = """year,part,title,sheet,anchor,below,above
2008-09,services,Front,Data 1,Total;Receipts,2,0
2008-09,financing,Front,Data 2,Payment of LSVT levy,0,0
"""


def services() -> Rows:
    return [
        ["= £ thousand", None, None, None, 1, 1, 2, 3],
        [None, None, None, None, "Schools", "Schools", "Police", "TOTAL"],
        [None, None, None, None, "Total", "Receipts", "Total", "Total"],
        [None, None, None, None, "Capital", None, "Capital", "Capital"],
        [None, None, None, None, "Expenditure", None, "Expenditure", "Expenditure"],
        ["E0101", "Avalon", "SW", "UA", 10, 1, 2, 12],
        ["E5100", "GLA", "L", "O", 0, 0, 30, 30],
        [None, "England", None, None, 10, 1, 32, 42],
    ]


def financing() -> Rows:
    return [
        [
            None,
            None,
            None,
            None,
            "By direction",
            "Payment of LSVT levy",
            "TOTAL AND OTHER",
            "Funding from GLA bodies",
        ],
        ["E0101", "Avalon", "SW", "UA", 3, 1, 16, 5],
        ["E5100", "GLA", "L", "O", 0, 0, 30, 0],
        [None, "England", None, None, 3, 1, 46, 5],
    ]


Reader = Callable[[Rows, Rows], dict[str, pd.DataFrame]]


@pytest.fixture
def read_rows(small_project: Path) -> Reader:
    def read_rows(first: Rows, second: Rows) -> dict[str, pd.DataFrame]:
        raw = small_project / "raw"
        front = [["Capital outturn return (COR) 2008-09"], ["£ thousand"]]
        write_workbook(raw / "cor.xlsx", {"Front": front, "Data 1": first, "Data 2": second})
        write_card(small_project, raw, CARD, {"cor.xlsx": "2008-09"})
        for name, text in {
            "layouts/cor4": LAYOUT,
            "layouts/cor4_sheets": SHEETS,
            "lines/cor4": LINES,
        }.items():
            write_config(small_project, f"{name}.csv", text)
        write_config(small_project, "controls/cor4_england.csv", "year,line,measure,difference_gbp,reason\n")
        return read(raw)

    return read_rows


def test_lines_and_measures_from_both_sheets(read_rows: Reader) -> None:
    tables = read_rows(services(), financing())
    found = tables["council_capital"].query("authority_code == 'E0101'")
    amounts = found.set_index(["line", "measure"])["amount_gbp"]
    assert amounts["education", "expenditure"] == 10_000
    assert amounts["education", "receipts"] == 1_000
    assert amounts["funding_gla", "financing"] == 5_000
    assert found[["authority_name", "authority_class", "region"]].drop_duplicates().to_numpy().tolist() == [
        ["Avalon", "UA", "SW"]
    ]
    for name, frame in tables.items():
        contract(name).validate(frame[list(contract(name).columns)])


def test_england_must_close(read_rows: Reader) -> None:
    rows = services()
    rows[7][6] = 33
    with pytest.raises(Faults, match=r"cell G8 \(2008-09, police, expenditure\): England is 33,000 GBP"):
        read_rows(rows, financing())


def test_services_must_give_the_total(read_rows: Reader) -> None:
    rows = services()
    rows[5][7], rows[7][7] = 112, 142
    with pytest.raises(
        Faults, match="E0101 in 2008-09: services do not add up to the total, difference 100,000 GBP"
    ):
        read_rows(rows, financing())


def test_total_and_directions_must_give_all_transactions(read_rows: Reader) -> None:
    rows = financing()
    rows[1][4], rows[3][4] = 13, 13
    with pytest.raises(
        Faults, match="total, directions and levy do not give all transactions, difference -10,000 GBP"
    ):
        read_rows(services(), rows)


def test_an_authority_that_stands_twice(read_rows: Reader) -> None:
    rows = services()
    rows.insert(6, rows[5])
    with pytest.raises(SourceError, match="E0101 stands twice, in A6 and A7"):
        read_rows(rows, financing())


@pytest.mark.parametrize(
    ("front", "words"),
    [
        (
            [["Capital outturn return (COR) 2009-10"], ["£ thousand"]],
            r"does not name 2008-09; it says .*2009-10",
        ),
        ([["Capital outturn return (COR) 2008-09"], ["£ million"]], "Are the figures in another unit"),
    ],
)
def test_the_file_of_another_year_or_unit(
    small_project: Path, read_rows: Reader, front: Rows, words: str
) -> None:
    read_rows(services(), financing())
    raw = small_project / "raw"
    write_workbook(raw / "cor.xlsx", {"Front": front, "Data 1": services(), "Data 2": financing()})
    with pytest.raises(SourceError, match=words):
        read(raw)


def test_a_column_in_other_units(read_rows: Reader) -> None:
    rows = services()
    for row in rows[5:8]:
        row[6] = row[6] * 1000
    with pytest.raises(Faults, match="E5100 in 2008-09"):
        read_rows(rows, financing())


@pytest.mark.publications
def test_england_2008_09_as_printed(publications: Path) -> None:
    tables = capital_outturn.read(publications)
    england = (
        tables["council_capital_england"]
        .query("year == '2008-09'")
        .set_index(["line", "measure"])["amount_gbp"]
        / 1000
    )
    assert england["total", "expenditure"] == 19_807_857
    assert england["direction", "financing"] == 431_841
    assert england["total_transactions", "financing"] == 20_239_698
    assert england["funding_gla", "financing"] == 120_713
    total = tables["council_capital"].query(
        "year == '2008-09' and line == 'total' and measure == 'expenditure'"
    )
    by_code = total.set_index("authority_code")["amount_gbp"] / 1000
    assert (by_code["E5100"], by_code["E4601"]) == (2_298_869, 574_292)
    printed = tables["council_capital_england"]
    assert (printed.loc[printed["reason"] == "", "difference_gbp"].abs() <= 500).all()
    assert set(printed.loc[printed["reason"] != "", "year"]) <= {"2015-16", "2016-17"}
    spent = printed[(printed["measure"] == "expenditure") & (printed["line"] == "total")].set_index("year")
    assert (spent["amount_gbp"] / 1e6).round().to_dict() == {
        "2007-08": 19_966, "2008-09": 19_808, "2009-10": 21_362, "2010-11": 23_156, "2011-12": 20_054,
        "2012-13": 18_931, "2013-14": 19_912, "2014-15": 21_891, "2015-16": 22_925, "2016-17": 23_659,
    }  # fmt: skip
