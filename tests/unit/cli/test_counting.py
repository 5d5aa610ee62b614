"""totalplace places, count, sources: JSON for scripts, plain words for people, messages without traceback."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

LINE = {
    "payer",
    "spender",
    "programme",
    "function",
    "economic",
    "control",
    "amount_gbp",
    "method",
    "key",
    "source",
}


def test_count_as_json_has_every_field_and_adds_up(totalplace: Any) -> None:
    code, out, _ = totalplace("count", "birmingham", "--year", "2008-09", "--json")
    (made,) = json.loads(out)["counts"]
    assert (code, made["place"], made["year"]) == (0, "birmingham", "2008-09")
    assert made["population"] == 1_038_980
    assert set(made["lines"][0]) >= LINE
    assert set(made["ledger"][0]) == {
        "step",
        "kind",
        "transfer",
        "in_gbp",
        "out_gbp",
        "difference_gbp",
        "reason",
    }
    assert sum(line["amount_gbp"] for line in made["lines"]) == pytest.approx(made["total_gbp"], abs=0.005)
    assert made["ledger"][-1]["out_gbp"] == made["total_gbp"]
    assert all(line["source"] and "!" in line["source"] for line in made["lines"])


def test_several_places_have_the_same_shape(totalplace: Any) -> None:
    code, out, _ = totalplace("count", "E4601+E4605", "region:london", "--json")
    assert code == 0
    assert [each["place"] for each in json.loads(out)["counts"]] == ["e4601+e4605", "region:london"]


def test_the_lenses_of_local_and_outside_bodies_add_to_all(totalplace: Any) -> None:
    totals = {}
    for lens in ("all", "local-bodies", "outside-bodies"):
        _, out, _ = totalplace("count", "lewisham", "--lens", lens, "--json")
        totals[lens] = round(json.loads(out)["counts"][0]["total_gbp"] * 100)
    assert totals["local-bodies"] + totals["outside-bodies"] == totals["all"]


def test_the_eight_former_authorities_of_durham_are_county_durham(totalplace: Any) -> None:
    eight = "E1321+E1331+E1333+E1334+E1335+E1336+E1337+E1338"
    _, former, _ = totalplace("count", eight, "--json")
    _, current, _ = totalplace("count", "durham", "--json")
    totals = [json.loads(text)["counts"][0]["total_gbp"] for text in (former, current)]
    assert totals[0] == totals[1]


def test_a_count_for_people_names_place_total_and_ledger(totalplace: Any) -> None:
    code, out, _ = totalplace("count", "cumbria")
    assert code == 0
    assert out.startswith("Cumbria, 2008-09: £")
    assert "Not placed" in out
    lines = out.splitlines()
    assert re.fullmatch(r"  Range £[\d,]+ to £[\d,]+; grade [A-D]: .+", lines[1])
    assert re.fullmatch(
        r"  Ranges meant to hold 90% held \d+% .+; the worst family, [A-Z].+, \d+%\.", lines[2]
    )
    ledger = lines[next(number for number, line in enumerate(lines) if line.startswith("Ledger")) :]
    steps = [line for line in ledger[1:] if line.startswith("  ")]
    assert len({len(line) for line in steps}) == 1  # aligned
    changes, left = zip(*([to_pence(word) for word in line.split()[-2:]] for line in steps), strict=True)
    assert sum(changes[:-1]) == changes[-1] == left[-1] == left[-2]
    assert re.search(
        r"^Verified by checksum: \d+ tables of data/processed \(.*council_revenue", out, re.MULTILINE
    )


def to_pence(text: str) -> int:
    return round(float(text.replace(",", "")) * 100)


def test_each_place_may_name_its_year(totalplace: Any) -> None:
    _, out, _ = totalplace("count", "luton@2007-08", "luton", "--json")
    assert [each["year"] for each in json.loads(out)["counts"]] == ["2007-08", "2008-09"]
    code, out, err = totalplace("count", "luton@2007-08", "--year", "2008-09")
    assert (code, out) == (2, "")
    assert "--year 2008-09 would not be used" in err


def test_lines_as_csv_and_a_workbook(totalplace: Any, tmp_path: Path) -> None:
    code, out, _ = totalplace("count", "luton", "bedford", "--csv")
    lines = pd.read_csv(io.StringIO(out))
    assert code == 0
    assert list(lines["place"].unique()) == ["luton", "bedford"]
    assert set(lines) >= LINE | {"name", "year", "low_gbp", "high_gbp", "grade"}
    path = tmp_path / "two.xlsx"
    code, out, _ = totalplace("count", "luton", "bedford", "--excel", str(path))
    assert (code, out) == (0, f"{path} written: totals, lines, ledger\n")
    book = openpyxl.load_workbook(path)
    totals = [row for row in book["totals"].iter_rows(values_only=True) if row[0] == "luton"]
    assert totals[0][4] == pytest.approx(lines.loc[lines["place"] == "luton", "amount_gbp"].sum(), abs=0.005)
    assert book["lines"].max_row > len(lines)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["count", "luton", "--json", "--csv"], "--csv would not be used: --json was asked for"),
        (["count", "luton", "--csv", "--excel", "a.xlsx"], "--excel would not be used"),
        (["count", "luton", "--excel", "a.csv"], "ends in .xlsx"),
        (["count", "luton", "--excel", "no-such-folder/a.xlsx"], "there is no folder"),
        (["count", "luton", "--every", "region"], "luton would not be used"),
        (["count", "--every", "region", "--lens", "outcome"], "--lens would not be used"),
        (["count", "--every", "town"], "Places of the kind 'town'"),
        (["places", "--kind", "pylot"], "There are no places of the kind 'pylot'"),
        (["sources", "--markdown", "--json"], "--json would not be used"),
        (["diff", "luton@2007-08", "luton@2008-09", "--year", "2008-09"], "--year would not be used"),
        (["diff", "luton", "luton@2007-08", "--json", "--limit", "5"], "--limit would not be used"),
        (["series", "luton", "--measure", "real"], "--measure would not be used"),
        (["series", "luton", "--json", "--wide"], "--wide would not be used"),
        (
            ["run", "birmingham", "-r", "flows", "--plan", "p.toml"],
            "birmingham and --report would not be used",
        ),
        (["run", "birmingham", "--all", "-r", "flows"], "--report would not be used"),
        (["run", "--resume", "-y", "2008-09"], "--year would not be used: --resume"),
        (["run", "--dry-run", "--zip", "-j", "2"], "--jobs and --zip would not be used"),
        (["run", "--cluster", "tcp://here:1", "-j", "2"], "--jobs would not be used"),
        (["run", "kent@2007-08", "-y", "2008-09"], "--year 2008-09 would not be used"),
        (["run", "kent", "-r", "series", "-y", "2008-09"], "series is not about one year"),
    ],
)
def test_no_option_is_ignored_in_silence(totalplace: Any, words: list[str], says: str) -> None:
    code, out, err = totalplace(*words)
    assert (code, out) == (2, "")
    assert says in err and "Traceback" not in err


@pytest.mark.parametrize("typed", ["A" * 100_000, "a b " * 20_000, "kent@" + "9" * 50_000])
@pytest.mark.parametrize(
    "words",
    [["count"], ["count", "luton", "--lens"], ["run", "-r"], ["series", "luton", "--from"], ["fetch"], []],
)
def test_a_message_repeats_a_little_of_what_was_typed(totalplace: Any, words: list[str], typed: str) -> None:
    code, _, err = totalplace(*words, typed)
    assert code == 2
    assert len(err) < 6_000
    assert typed[:300] not in err


def test_every_region_on_a_system_without_the_module_resource(
    totalplace: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    code, out, err = totalplace("count", "--every", "region", "--json")
    made = json.loads(out)
    assert (code, made["every"], made["year"], len(made["places"])) == (0, "region", "2008-09", 10)
    assert "10 rows in" in err and "MB" not in err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["count", "brimingham"], "Nearest: birmingham"),
        (["count", "birmingham", "--year", "1850-51"], "1850-51 cannot be counted"),
        (["count", "birmingham", "--year", "last year"], "is not a financial year"),
        (["count", "E1331"], "abolished on 1 April 2009"),
        (["count", "E4601+E9999"], "Unknown code E9999"),
        (["count", ""], "No place was named"),
        (["run", "nowhere"], "No place is called 'nowhere'"),
        (["run", "birmingham", "--report", "nope"], "There is no report 'nope'"),
        (["build", "--raw", "no-such-folder"], "is not a folder"),
    ],
)
def test_a_wrong_word_ends_with_a_message_and_code_2(totalplace: Any, words: list[str], says: str) -> None:
    code, out, err = totalplace(*words)
    assert (code, out) == (2, "")
    assert says in err and "Traceback" not in err


def test_places_can_be_listed_by_kind(totalplace: Any) -> None:
    _, out, _ = totalplace("places", "--kind", "pilot", "--json")
    pilots = json.loads(out)
    assert len(pilots) == 13
    assert {"slug", "name", "kind", "region_name", "areas"} == set(pilots[0])


def test_sources_as_json_name_producer_licence_and_hash(totalplace: Any) -> None:
    _, out, _ = totalplace("sources", "--json")
    for card in json.loads(out):
        assert card["producer"] and card["licence"] and card["landing_page"] is not None
        assert all(len(file["sha256"]) == 64 for file in card["files"])


def test_case_24_a_code_of_another_year_is_counted_and_says_what_it_became(totalplace: Any) -> None:
    code, out, err = totalplace("count", "E08000020")
    assert (code, out.startswith("Gateshead, 2008-09")) == (0, True)
    assert "until 31 March 2013; from 1 April 2013 it is E08000037" in err
