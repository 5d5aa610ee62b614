"""totalplace split: in words, for scripts, as a workbook; wrong uses are refused in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

INTO = ("--into", "config/examples/kent_into_three.toml")
KENT = ("split", "kent", *INTO, "--year", "2024-25")


def test_in_words_the_councils_their_ranges_and_the_ledger(totalplace: Any) -> None:
    code, out, _ = totalplace(*KENT)
    assert code == 0 and "An illustration, not a proposal." in out
    rows = [line for line in out.splitlines() if " a head" in line]
    assert len(rows) == 3 and all(" to " in row for row in rows)
    assert "In all" in out and "20,654,517,061.68" in out


def test_for_scripts(totalplace: Any, tmp_path: Path) -> None:
    _, out, _ = totalplace(*KENT, "--json")
    made = json.loads(out)
    assert made["status"] == "illustration" and {"by_council", "by_service", "before_after", "debt"} <= set(
        made
    )
    _, rows, _ = totalplace(*KENT, "--csv")
    assert rows.splitlines()[0].startswith("service,council,county_gbp,own_gbp,amount_gbp,low_gbp,high_gbp")
    code, said, _ = totalplace(*KENT, "--excel", str(tmp_path / "kent.xlsx"))
    assert code == 0 and "before_after" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("split", "kent"), "--into"),
        (("split", "kemt", *INTO), "No place is called 'kemt'"),
        (("split", "kent", "--into", "nowhere.toml"), "There is no file nowhere.toml"),
        (("split", "surrey", *INTO), "divides Kent, not Surrey"),
        (("split", "kent", *INTO, "--year", "2031-32"), "No outturn after 2024-25 is held"),
        (("split", "kent", *INTO, "--json", "--csv"), "one form is given"),
        (("split", "kent", "--into", "config/examples/birmingham_2008_09.csv"), "not TOML"),
    ],
)
def test_wrong_uses_are_refused_in_words(totalplace: Any, words: tuple[str, ...], says: str) -> None:
    code, out, err = totalplace(*words)
    assert (code, out) == (2, "") and says in err and "Traceback" not in err
