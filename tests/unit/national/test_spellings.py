"""The 1,275 spellings of councils of the government's registers: found or asked about, none found wrongly."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

import totalplace_lib as tp
from totalplace_lib.count.names import fold
from totalplace_lib.errors import UsageError

ENGLISH = "local-authority-eng:"
ENOUGH = 0.98
YEAR = "2012-13"  # on the areas of April 2009, when all councils of the registers of 2018 were there


def spellings(publications: Path) -> dict[str, list[str]]:
    """Spellings by the council that the register gives them to."""
    found: dict[str, list[str]] = defaultdict(list)
    with (publications / "organisations" / "local_authority_aliases.tsv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            found[row["local-authority"]].append(row["name"])
    return found


def codes_by_name(publications: Path) -> dict[str, dict[str, set[str]]]:
    """GSS codes by folded official and short name, of another list than the one that the finder's table is made of."""
    found: dict[str, dict[str, set[str]]] = {"official-name": defaultdict(set), "nice-name": defaultdict(set)}
    with (publications / "geography" / "uk_local_authorities_past_current.csv").open(
        encoding="utf-8"
    ) as stream:
        for row in csv.DictReader(stream):
            for column, names in found.items():
                names[fold(row[column])].add(row["gss-code"])
    return found


def the_council(names: list[str], lists: dict[str, dict[str, set[str]]]) -> set[str]:
    """The codes that a group of spellings stands for, by the official name among them, else by the short one."""
    found = (set().union(*(held.get(fold(name), set()) for name in names)) for held in lists.values())
    return next(filter(None, found), set())


@pytest.mark.publications
def test_spellings_are_found_and_none_wrongly(publications: Path) -> None:
    lists = codes_by_name(publications)
    found, wrong, refused, checked = 0, [], [], 0
    groups = spellings(publications)
    for council, names in groups.items():
        codes = the_council(names, lists)
        for name in names:
            try:
                areas = tp.find_place(name, YEAR).areas
            except UsageError as reason:
                abroad = not council.startswith(ENGLISH) and "only places in England" in str(reason)
                asked = "Which one?" in str(reason)
                found += abroad or asked
                if not (abroad or asked):
                    refused.append(f"{name}: {reason}")
                continue
            found += 1
            right = [tp.find_place(code, YEAR).areas for code in codes if code.startswith(("E0", "E10"))]
            checked += bool(right)
            if (right and areas not in right) or not council.startswith(ENGLISH):
                wrong.append(f"{name} ({council}): {areas}")
    number = sum(map(len, groups.values()))
    told = f"{found} of {number} spellings ({found / number:.1%}) found, asked about or named as abroad"
    assert not wrong, f"{told}; found wrongly: {wrong[:20]}"
    assert checked > 1_000, f"only {checked} could be checked against another list"
    assert number == 1_275 and found / number >= ENOUGH, f"{told}; refused: {refused[:20]}"


@pytest.mark.publications
def test_case_and_punctuation_of_the_spellings_do_not_matter(publications: Path) -> None:
    names = [
        name
        for council, group in spellings(publications).items()
        if council.startswith(ENGLISH)
        for name in group
    ]
    for name in names[::7]:
        loud = (
            name.upper()
            .replace(" AND ", " & ")
            .replace("-", "  ")
            .replace(",", "")
            .replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
        )
        assert tp.find_place(loud, YEAR) == tp.find_place(name, YEAR), name
