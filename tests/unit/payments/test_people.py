"""Names of people are told from names of organisations; every name here is invented or a firm's."""

from __future__ import annotations

import pytest

from totalplace_lib.payments import payees

PEOPLE = (
    "Mrs Zelda Quimby", "MR T ESTERHOLT", "Quimby Z", "ZELDA QUIMBY", "Quimby, Zelda", "Z. Quimby", "Dr Zelda Quimby", "Z M QUIMBY",
    "Zelda & Theo Quimby", "MISS Z QUIMBY-ESTERHOLT", "Zebulon O'Marrow", "Aisha Quimbyan", "Priya Esterholt", "JOHN QUIMBY 00123",
    "Rev Theo Quimby", "Estate of Zelda Quimby", "Cllr Zelda Quimby", "JOHN WOOD", "Heather Park", "Theodore James Albert Quimby",
    "Prof. T Quimby", "Mr & Mrs Quimby", "Oluwaseun Quimby", "Quimby", "Mstr J Quimby",
)  # fmt: skip
FIRMS = (
    "Quillfeather Ltd", "Brambleford Care Home", "Northmere Taxis", "The Beeches", "St Quimby's School", "Quimby & Sons", "BT", "E.ON",
    "Z Quimby T/A Quillfeather Plumbing", "PricewaterhouseCoopers LLP", "Friends of Toyshire Park", "Quimby Solicitors", "33 Bedford Row",
    "Dr Quimby & Partners Surgery", "Toyshire Parish Church", "quillfeather.com",
)  # fmt: skip


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "Quimby"])
def test_a_persons_name_is_not_kept(name: str) -> None:
    assert payees.known_one(name) == ("", payees.PERSON)


@pytest.mark.parametrize("name", FIRMS)
def test_a_firms_name_is_kept(name: str) -> None:
    shown, state = payees.known_one(name)
    assert state == ""
    assert shown


def test_a_person_beside_a_firms_name_is_left_away() -> None:
    assert payees.known_one("Z Quimby T/A Quillfeather Plumbing")[0] == "Quillfeather Plumbing"
    assert payees.known_one("QUILLFEATHER PLUMBING (ZELDA QUIMBY)")[0] == "QUILLFEATHER PLUMBING"


@pytest.mark.parametrize(
    "text", ["[c]", "REDACTED PERSONAL DATA", "Name Withheld", "redacted", "XXXXXX", "Foster Carer"]
)
def test_a_name_that_was_withheld_is_marked(text: str) -> None:
    assert payees.known_one(text)[1] == payees.WITHHELD


@pytest.mark.parametrize(
    ("text", "name", "state"),
    [
        ("GATESHEAD MBC", "Gateshead", "public"), ("London Borough of Camden", "Camden", "public"), ("HMRC", "HM Revenue and Customs", "public"),
        ("Leicestershire County Council", "Leicestershire", "public"), ("Northumbria Police", "Northumbria police", "public"),
        ("00000047-London Borough of Tower Hamlets", "Tower Hamlets", "public"), ("Citizens Advice Gateshead", "Citizens Advice Gateshead", ""),
    ],
)  # fmt: skip
def test_public_bodies_are_recognised(text: str, name: str, state: str) -> None:
    shown, found = payees.known_one(text)
    assert (shown, found) == (name, state)
