"""Two extracts made by others: recent services, and core spending power."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from made_up import write_card, write_config

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.schema import contract
from totalplace_lib.sources import core_spending_power, revenue_summary_long

WORDS = """column,published,value
item,Education,education
item,central grants in,(none)
cls,London,L
"""
RECENT = """year,ons_code,e_code,name,cls,status,item,gbp
2022-23,E09,L,London Boroughs,London,total,Education,{total}
2022-23,E09000001,E5010,City,London,submitted,Education,5000000
2022-23,E09000002,E5030,Barking,London,{status},Education,{barking}
2022-23,E09000002,E5030,Barking,London,submitted,central grants in,77
"""
POWER = """ons_code,authority,region,year,sfa,under_index,ct_total,nhb,nhb_return,rsdg,total_spend
E07000223,Adur,SE,2015,3.5,0.5,5,0.25,0,0,{total}
E31000027,North Yorkshire Fire,YH,2015,0,0,0,0,0,0,0
-,Greater London Authority,L,2015,1,0,1,0,0,0,2
"""


@pytest.fixture
def raw(small_project: Path) -> Path:
    write_config(small_project, "layouts/recent_services.csv", WORDS)
    (small_project / "raw").mkdir()
    return small_project / "raw"


def read_recent(
    raw: Path, status: str = "submitted", barking: str = "7000000", total: str = "12001000"
) -> pd.DataFrame:
    (raw / "a.csv").write_text(RECENT.format(status=status, barking=barking, total=total))
    write_card(raw.parent, raw, revenue_summary_long.CARD, {"a.csv": "2022-23"})
    return revenue_summary_long.read(raw)["council_services_recent"]


def read_power(raw: Path, total: str = "9.25") -> pd.DataFrame:
    (raw / "b.csv").write_text(POWER.format(total=total))
    write_card(raw.parent, raw, core_spending_power.CARD, {"b.csv": "2015-16"})
    return core_spending_power.read(raw)["core_spending_power"]


def test_services_by_authority_with_their_line(raw: Path) -> None:
    table = read_recent(raw)
    assert table["amount_gbp"].tolist() == [5_000_000, 7_000_000]
    assert table[["line", "authority_class", "area_code", "row"]].iloc[1].tolist() == [
        "education",
        "L",
        "E09000002",
        4,
    ]
    contract("council_services_recent").validate(table)


def test_a_class_must_close_within_rounding(raw: Path) -> None:
    with pytest.raises(
        Faults, match=r"class L, education: the class is 12,003,000 GBP, its authorities give 12,000,000"
    ):
        read_recent(raw, total="12003000")


def test_not_submitted_is_a_gap_though_the_extract_says_nil(raw: Path) -> None:
    table = read_recent(raw, status="not submitted", barking="0")
    assert table["amount_gbp"].isna().tolist() == [False, True]
    assert table["marker"].tolist() == ["", "x"]


def test_unknown_words_are_refused(raw: Path) -> None:
    with pytest.raises(SourceError, match="status 'perhaps' is not one of submitted, not submitted, total"):
        read_recent(raw, status="perhaps")
    write_config(raw.parent, "layouts/recent_services.csv", WORDS.replace("Education", "Schooling"))
    with pytest.raises(SourceError, match=r"unknown word 'Education'.*config/layouts/recent_services\.csv"):
        read_recent(raw)


def test_spending_power_in_pounds_and_years_as_words(raw: Path) -> None:
    table = read_power(raw)
    adur = table[table["area_code"] == "E07000223"].set_index("line")["amount_gbp"]
    assert adur["council_tax"] == 5_000_000
    assert adur["total"] == 9_250_000
    assert set(table["year"]) == {"2015-16"}
    contract("core_spending_power").validate(
        table.sort_values(["year", "area_code", "authority_name", "line"])
    )


def test_a_body_that_did_not_exist_is_not_nil(raw: Path) -> None:
    fire = read_power(raw).query("authority_name == 'North Yorkshire Fire'")
    assert fire["amount_gbp"].isna().all()
    assert set(fire["marker"]) == {"z"}


def test_a_row_that_is_shifted_names_its_line(raw: Path) -> None:
    text = POWER.format(total="9.25").splitlines()
    (raw / "b.csv").write_text("\n".join([text[0], text[1].replace("2015", "EE", 1), *text[2:]]) + "\n")
    write_card(raw.parent, raw, core_spending_power.CARD, {"b.csv": "2015-16"})
    with pytest.raises(SourceError, match=r"b\.csv, line 2, year: 'EE' is not the first half"):
        core_spending_power.read(raw)


def test_parts_must_give_the_total(raw: Path) -> None:
    with pytest.raises(Faults, match="line 2: the parts differ from total_spend by 50,000"):
        read_power(raw, total="9.3")


def test_a_line_that_stands_twice_and_a_wrong_year(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    city = "2022-23,E09000001,E5010,City,London,submitted,Education,5000000\n"
    monkeypatch.setitem(globals(), "RECENT", RECENT + city)
    with pytest.raises(SourceError, match=r"2022-23, E5010, Education stands twice, in rows 3 and 6"):
        read_recent(raw)
    monkeypatch.setitem(globals(), "RECENT", RECENT.replace("2022-23,E09000002", "2022,E09000002"))
    with pytest.raises(SourceError, match="'2022' is not a year like 2008-09"):
        read_recent(raw)
    monkeypatch.setitem(globals(), "POWER", POWER + POWER.splitlines()[1] + "\n")
    with pytest.raises(SourceError, match=r"Adur, 2015 stands twice"):
        read_power(raw)


def test_one_council_in_other_units_does_not_close(raw: Path) -> None:
    with pytest.raises(Faults, match="class L, education"):
        read_recent(raw, barking="7000")


@pytest.mark.publications
def test_birmingham_2022_23_is_in_the_extract(publications: Path) -> None:
    table = revenue_summary_long.read(publications)["council_services_recent"]
    row = table.query("authority_code == 'E4601' and line == 'net_current_expenditure'").set_index("year")
    assert round(row.loc["2022-23", "amount_gbp"] / 1e6, 1) == 2670.9
    assert row.loc["2023-24", "marker"] == "x"
