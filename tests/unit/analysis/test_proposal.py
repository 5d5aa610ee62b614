"""A file of new councils: every fault at once, in words; the example is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from totalplace_lib.analysis.proposal import EXAMPLE, MOST_BYTES, check_division, proposal
from totalplace_lib.errors import Faults, UsageError
from totalplace_lib.model import Year
from totalplace_lib.project import home

YEAR = Year.parse("2024-25")
HEAD = 'county = "kent"\nname = "Kent in two"\nstatus = "illustration"\n'
WEST = [
    "Dartford",
    "Gravesham",
    "Sevenoaks",
    "Tonbridge & Malling",
    "Tunbridge Wells",
    "Maidstone",
    "E07000113",
]
EAST = ["Ashford", "Canterbury", "Dover", "Shepway", "Thanet"]


def council(name: str, *districts: str) -> str:
    listed = ", ".join(f'"{one}"' for one in districts)
    return f'[[council]]\nname = "{name}"\ndistricts = [{listed}]\n'


def written(folder: Path, *councils: str, head: str = HEAD) -> str:
    path = folder / "two.toml"
    path.write_text(head + "".join(councils), encoding="utf-8")
    return str(path)


def test_districts_stand_by_name_in_any_spelling_or_by_code(tmp_path: Path) -> None:
    found = proposal("kent", written(tmp_path, council("West", *WEST), council("East", *EAST)), YEAR)
    assert {name: len(place.areas) for name, place in found.councils.items()} == {"West": 7, "East": 5}
    assert found.is_illustration and not found.source
    assert {code for place in found.councils.values() for code in place.areas} == set(found.place.areas)


def test_a_unitary_council_can_join(tmp_path: Path) -> None:
    head = HEAD.replace('"kent"', '"kent+medway"')
    path = written(tmp_path, council("West", *WEST, "Medway"), council("East", *EAST), head=head)
    assert len(proposal("kent+medway", path, YEAR).place.areas) == 13
    with pytest.raises(UsageError, match=r"divides Kent \+ Medway, not Kent"):
        proposal("kent", path, YEAR)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        council("West", *WEST[1:], "Woking", "Ashfort", "surrey"),
        council("west", "Ashford", "Canterbury", "Canterbury", "Maidstone"),
        council("Nobody"),
        head=HEAD.replace("illustration", "proposal"),
    )
    with pytest.raises(Faults) as told:
        proposal("kent", path, YEAR)
    said = str(told.value)
    for words in (
        "Woking is not in Kent but in Surrey",
        "no district is called 'Ashfort'. Nearest here: Ashford",
        "Surrey is 11 districts: name each by itself",
        "Canterbury stands twice in it",
        "Maidstone stands in 'West' and in 'west'",
        "two councils are called 'west'",
        "'Nobody' has no district",
        "a proposal says in source where it was published",
        "left out: Dartford, Dover, Folkestone and Hythe, Thanet",
    ):
        assert words in said, said
    assert len(told.value.faults) == 9 and "row" in said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"county = kent", "not TOML"),
        (b"\xff\xfe\x00\x01\xff", "two.toml"),
        (b"", "county is missing"),
        (HEAD.encode(), r"no \[\[council\]\] stands in the file"),
        ((HEAD + '[[council]]\nname = "One"\ndistricts = "Dover"\n').encode(), "a list such as"),
        ((HEAD + "council = 3\n").encode(), r"no \[\[council\]\]"),
        (HEAD.replace('"kent"', '"atlantis"').encode(), "No place is called 'atlantis'"),
        (HEAD.replace('"kent"', '"surrey"').encode(), "divides Surrey, not Kent"),
        (b"#" * (MOST_BYTES + 1), "larger than any list of councils"),
    ],
)
def test_a_file_that_is_none_says_what_is_wrong(tmp_path: Path, text: bytes, says: str) -> None:
    (tmp_path / "two.toml").write_bytes(text)
    with pytest.raises((UsageError, Faults), match=says) as told:
        proposal("kent", str(tmp_path / "two.toml"), YEAR)
    assert told.value.exit_code == 2


def test_a_file_that_is_not_there_or_is_a_folder_says_how_to_write_one(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path, Path("a\0b")):
        with pytest.raises(UsageError, match=r"docs/how-to-split\.md"):
            proposal("kent", str(path), YEAR)


def test_a_batch_asks_for_a_file_of_the_project_that_divides_the_place(tmp_path: Path) -> None:
    check_division("2024-25", "kent")
    check_division("2008-09", "kent")
    with pytest.raises(UsageError, match="divides Kent; for another place"):
        check_division("2024-25", "surrey")
    outside = written(tmp_path, council("West", *WEST), council("East", *EAST))
    with pytest.raises(UsageError, match="outside the project folder"):
        check_division("2024-25", "kent", outside)
    assert (home() / EXAMPLE).is_file()
