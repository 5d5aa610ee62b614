"""totalplace outcomes: money and indicators by outcome, gaps said, wrong words answered."""

from __future__ import annotations

import json
from typing import Any


def test_outcomes_for_people_say_gaps_and_never_a_rank(totalplace: Any) -> None:
    code, out, _ = totalplace("outcomes", "luton", "--year", "2008-09")
    assert code == 0 and "local area agreements of 2008" in out and "no other change is told" in out
    assert "Healthier communities and older people: £" in out and "rank" not in out


def test_outcomes_for_scripts_hold_gaps_as_null(totalplace: Any) -> None:
    _, out, _ = totalplace("outcomes", "luton@2008-09", "--json")
    made = json.loads(out)
    assert made["year"] == "2008-09" and made["indicators"] and made["money"]
    _, rows, _ = totalplace("outcomes", "luton@2008-09", "--csv")
    assert rows.splitlines()[0].startswith("indicator,name,unit,outcome")


def test_unknown_places_years_and_two_forms_are_refused(totalplace: Any) -> None:
    for words in (("kemt",), ("kent", "--year", "soon"), ("kent", "--csv", "--json")):
        code, out, err = totalplace("outcomes", *words)
        assert (code, out) == (2, "") and "Traceback" not in err
