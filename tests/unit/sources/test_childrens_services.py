"""Children's services: lines in blocks, totals to the penny, councils by number."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.sources import childrens_services as children
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.textfiles import TextFile

LAYOUT = pd.DataFrame(
    [
        ("youth justice", 1, 2, "3", "part"),
        ("trust fund", 4, 4, pd.NA, "part"),
        ("all", 5, 5, pd.NA, "total"),
    ],
    columns=["block", "first", "last", "total", "role"],
)
HEADINGS = children.HEADINGS["2009-10"]
NETS = ("10.5", "5", "15.5", "1", "16.5")


def made(nets: tuple[str, ...] = NETS, number: str = "330") -> TextFile:
    rows = [
        {
            "LEA": number,
            "LEA Name": "Birmingham",
            "Line": str(line),
            "S52 Line Reference": f"Line  {line}",
            children.NET: net,
        }
        for line, net in enumerate(nets, 1)
    ]
    frame = pd.DataFrame(rows).assign(**{HEADINGS[3]: "20", HEADINGS[4]: ""})
    return TextFile("outturn.csv", frame.assign(row=range(2, len(rows) + 2)))


def test_lines_know_their_block_and_which_is_the_total() -> None:
    table = children.tidy(made(), HEADINGS, LAYOUT, "2009-10")
    assert table["authority_code"].unique().tolist() == ["E4601"]
    assert table.loc[table["is_total"], "net_gbp"].tolist() == [15.5]
    assert table["income_gbp"].isna().all()
    assert table["line"].iloc[0] == "Line 1"


def test_the_number_of_a_line_may_stand_in_its_name() -> None:
    file = made()
    headings = children.HEADINGS["2008-09"]
    names = dict(zip(HEADINGS, headings, strict=True))
    frame = file.frame.rename(columns=names)
    frame[headings[2]] = frame["Line"] + " " + frame[headings[2]]
    table = children.tidy(TextFile(file.name, frame.drop(columns="Line")), headings, LAYOUT, "2008-09")
    assert table["line_number"].tolist() == [1, 2, 3, 4, 5]


def test_a_block_that_does_not_add_up_is_an_error() -> None:
    with pytest.raises(
        Faults, match=r"outturn.csv, Birmingham, youth justice: lines sum to 15.50, total is 15.00"
    ):
        children.tidy(made(("10.5", "5", "15", "1", "16")), HEADINGS, LAYOUT, "2009-10")


def test_a_total_of_all_that_does_not_add_up_is_an_error() -> None:
    with pytest.raises(Faults, match=r"Birmingham, all: lines sum to 16.50, total is 99.00"):
        children.tidy(made((*NETS[:4], "99")), HEADINGS, LAYOUT, "2009-10")


def test_an_unknown_council_or_line_is_an_error() -> None:
    with pytest.raises(SourceError, match=r"row 2: no council has the education number 111"):
        children.tidy(made(number="111"), HEADINGS, LAYOUT, "2009-10")
    with pytest.raises(SourceError, match=r"line 7: line 6 of the return \('Line 6'\) is in no block"):
        children.tidy(made((*NETS, "1")), HEADINGS, LAYOUT, "2009-10")


def test_a_row_that_is_shifted_names_its_line() -> None:
    file = made()
    frame = file.frame.assign(Line=["Avalon", *file.frame["Line"].iloc[1:]])
    with pytest.raises(SourceError, match=r"line \d+: .* has no number of a line of the return"):
        children.tidy(TextFile(file.name, frame), HEADINGS, LAYOUT, "2009-10")


def test_a_council_that_stands_twice_is_an_error() -> None:
    frame = pd.concat([made().frame, made().frame.head(1).assign(row=7)], ignore_index=True)
    with pytest.raises(SourceError, match=r"outturn.csv: E4601, 1 stands twice, in rows 2 and 7"):
        children.tidy(TextFile("outturn.csv", frame), HEADINGS, LAYOUT, "2009-10")


def test_one_line_in_thousands_is_an_error() -> None:
    with pytest.raises(Faults, match=r"Birmingham, youth justice: lines sum to 10.51, total is 15.50"):
        children.tidy(made(("10.5", "0.005", *NETS[2:])), HEADINGS, LAYOUT, "2009-10")


def test_the_file_of_another_year_has_other_headings(tmp_path: Path) -> None:
    path = tmp_path / load_card(children.CARD).file(years="2008-09").path
    path.parent.mkdir()
    path.write_text(",".join([*HEADINGS, children.NET]) + "\n")
    with pytest.raises(
        SourceError, match=r"2008_09\.csv, line 1: no heading 'LEA Number:'. Nearest: 'LEA Name'"
    ):
        children.read(tmp_path)


@pytest.mark.publications
def test_birmingham_in_2008_09(publications: Path) -> None:
    table = children.read(publications)["childrens_services"]
    birmingham = table.query("authority_code == 'E4601' and year == '2008-09'")
    looked_after = birmingham.query("block == 'children looked after' and is_total")["net_gbp"]
    assert looked_after.tolist() == [74_381_422.0]
    assert table.groupby("year")["authority_code"].nunique().to_dict() == {
        "2008-09": 150,
        "2009-10": 152,
        "2010-11": 152,
    }


def test_gross_less_income_is_net_but_for_what_is_explained() -> None:
    frame = pd.DataFrame(
        {
            "year": "2008-09", "authority_code": ["E1", "E2"], "authority_name": ["Avalon", "Brigadoon"],
            "line_number": [4, 4], "line": "Fostering", "row": [9, 10],
            "gross_gbp": [10.0, 10.0], "income_gbp": [2.0, 2.0], "net_gbp": [8.0, 12.0],
        }
    ).astype({"line_number": "int32"})  # fmt: skip
    known = pd.DataFrame(
        [("2008-09", "E2", "4", "-4.00")],
        columns=["year", "authority_code", "line_number", "difference_gbp"],
    )
    children.check_net("made_up.csv", frame, known)
    with pytest.raises(
        Faults, match=r"line 10, Brigadoon, Fostering: gross 10.00 less income 2.00 is not net 12.00"
    ):
        children.check_net("made_up.csv", frame, known.iloc[:0])
