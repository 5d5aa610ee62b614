"""Aliases of councils: spellings are recognised by name, never by the code of another register."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.sources import council_names
from totalplace_lib.sources.textfiles import TextFile


def aliases(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["alias", "code"]).assign(row=2)


def spelt(*rows: tuple[str, str]) -> TextFile:
    frame = pd.DataFrame(rows, columns=["name", "local-authority"]).assign(row=range(2, len(rows) + 2))
    return TextFile("spellings.tsv", frame)


OFFICIAL = aliases(
    ("Basildon Borough Council", "E07000066"), ("Bath and North East Somerset Council", "E06000022")
)
SHORT = aliases(("Shepway", "E07000112"), ("Somerset", "E10000027"), ("Somerset", "E06000066"))
ABROAD = TextFile("gss.tsv", pd.DataFrame(
    [("E06000022", "local-authority-eng:BAS", "Bath"), ("S12000034", "local-authority-sct:ABD", "Aberdeenshire")],
    columns=["gss", "local-authority", "name"]))  # fmt: skip


def codes(*rows: tuple[str, str]) -> list[str]:
    return list(council_names._spellings(spelt(*rows), OFFICIAL, SHORT, ABROAD)["code"])


def test_a_council_is_recognised_by_its_name_though_its_code_is_another_ones() -> None:
    eng = "local-authority-eng:"
    assert codes(("basildon", f"{eng}BAS"), ("basildon borough council", f"{eng}BAS")) == ["E07000066"] * 2
    assert codes(("shepway", f"{eng}SHD"), ("shepway district", f"{eng}SHD")) == ["E07000112"] * 2


def test_a_council_abroad_has_its_code_or_its_nations() -> None:
    assert codes(("aberdeenshire", "local-authority-sct:ABD")) == ["S12000034"]
    assert codes(("omagh", "local-authority-nir:NIR-K")) == ["N92000002"]


def test_what_is_no_council_or_two_is_an_error_with_its_lines() -> None:
    with pytest.raises(
        Faults, match=r"(?s)lines 2 and following: 'atlantis' is no council.*'somerset' is E06000066 and E10"
    ):
        codes(("atlantis", "local-authority-eng:ATL"), ("somerset", "local-authority-eng:SOM"))


def test_a_combined_authority_without_members_is_an_error() -> None:
    columns = ["organisation", "name", "statistical-geography", "combined-authority", "row"]
    council = ("local-authority-eng:BIR", "Birmingham City Council", "E08000025", "WMCA", 2)
    made = [("local-authority-eng:WMCA", "West Midlands", "E47000007", "", 3)]
    councils, authorities = pd.DataFrame([council], columns=columns), pd.DataFrame(made, columns=columns)
    found = council_names._combined(councils, authorities)
    assert found[["alias", "code"]].to_numpy().tolist() == [
        ["West Midlands", "E08000025"],
        ["E47000007", "E08000025"],
    ]
    with pytest.raises(SourceError, match=r"line 3: West Midlands has no members"):
        council_names._combined(councils.assign(**{"combined-authority": ""}), authorities)


@pytest.mark.publications
def test_the_registers_give_each_spelling_one_council(publications: Path) -> None:
    table = council_names.read(publications)["area_aliases"]
    assert (table["kind"] == "spelling").sum() == 1_275
    by_alias = table.set_index(["kind", "alias"])["code"]
    assert by_alias["spelling", "basildon"] == "E07000066"
    assert by_alias["E-code", "E2221"] == by_alias["old ONS code", "29"] == "E10000016"
    assert by_alias["combined authority", "E47000001"].count("+") == 9
    assert by_alias["health board", "E54000055"] == "QHL"
