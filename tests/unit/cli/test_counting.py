"""totalplace places, count, sources: JSON for scripts, plain words for people, messages without traceback."""

from __future__ import annotations

import json
from typing import Any

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
    code, out, err = totalplace("count", "birmingham", "--year", "2008-09", "--json")
    made = json.loads(out)
    assert (code, err, made["place"], made["year"]) == (0, "", "birmingham", "2008-09")
    assert made["population"] == 1_038_980
    assert set(made["lines"][0]) >= LINE
    assert set(made["ledger"][0]) == {"step", "in_gbp", "out_gbp", "difference_gbp", "reason"}
    assert sum(line["amount_gbp"] for line in made["lines"]) == pytest.approx(made["total_gbp"], abs=0.005)
    assert made["ledger"][-1]["out_gbp"] == made["total_gbp"]
    assert all(line["source"] and "!" in line["source"] for line in made["lines"])


def test_several_places_come_as_a_list(totalplace: Any) -> None:
    code, out, _ = totalplace("count", "E4601+E4605", "region:london", "--json")
    assert code == 0
    assert [each["place"] for each in json.loads(out)] == ["e4601+e4605", "region:london"]


def test_the_lenses_of_local_and_outside_bodies_add_to_all(totalplace: Any) -> None:
    totals = {}
    for lens in ("all", "local-bodies", "outside-bodies"):
        _, out, _ = totalplace("count", "lewisham", "--lens", lens, "--json")
        totals[lens] = round(json.loads(out)["total_gbp"] * 100)
    assert totals["local-bodies"] + totals["outside-bodies"] == totals["all"]


def test_the_eight_former_authorities_of_durham_are_county_durham(totalplace: Any) -> None:
    eight = "E1321+E1331+E1333+E1334+E1335+E1336+E1337+E1338"
    _, former, _ = totalplace("count", eight, "--json")
    _, current, _ = totalplace("count", "durham", "--json")
    assert json.loads(former)["total_gbp"] == json.loads(current)["total_gbp"]


def test_a_count_for_people_names_place_total_and_ledger(totalplace: Any) -> None:
    code, out, _ = totalplace("count", "cumbria")
    assert code == 0
    assert out.startswith("Cumbria, 2008-09: £")
    assert "Ledger" in out and "Not placed" in out


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
