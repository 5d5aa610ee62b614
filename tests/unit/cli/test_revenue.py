"""totalplace revenue: taxes with ranges, what stands apart, wrong words answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def test_revenue_for_people_says_ranges_and_what_stands_apart(totalplace: Any) -> None:
    code, out, _ = totalplace("revenue", "manchester", "--year", "2022-23")
    assert code == 0 and "Council tax" in out and " to " in out
    assert "apart: Spending for the country as a whole" in out and "is in no place [n]" in out


def test_revenue_for_scripts_and_spreadsheets(totalplace: Any, tmp_path: Path) -> None:
    _, out, _ = totalplace("revenue", "manchester@2022-23", "--json")
    made = json.loads(out)
    assert made["year"] == "2022-23" and {row["group"] for row in made["groups"]} >= {
        "Income tax",
        "Council tax",
    }
    _, rows, _ = totalplace("revenue", "manchester@2022-23", "--csv")
    assert rows.splitlines()[0].startswith("year,region_code,side,line")
    code, _, _ = totalplace("revenue", "manchester@2022-23", "--excel", str(tmp_path / "m.xlsx"))
    assert code == 0 and (tmp_path / "m.xlsx").stat().st_size > 5000


def test_unknown_places_years_and_two_forms_are_refused(totalplace: Any) -> None:
    for words in (
        ("kemt",),
        ("kent", "--year", "soon"),
        ("kent", "--csv", "--json"),
        ("kent@2008-09", "-y", "2009-10"),
    ):
        code, out, err = totalplace("revenue", *words)
        assert (code, out) == (2, "") and "Traceback" not in err
