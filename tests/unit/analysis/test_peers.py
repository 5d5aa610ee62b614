"""Places like a place and its services beside theirs: what is refused, the department's list, the place's own."""

from __future__ import annotations

import pytest

from totalplace_lib.analysis.peers import Peers, listed_for_children, peers
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Year
from totalplace_lib.national.finding import find_place


@pytest.fixture(scope="module")
def blackpool() -> Peers:
    return peers("blackpool", "2022-23")


def test_the_departments_list_stands_beside_ours(blackpool: Peers) -> None:
    assert blackpool.listed["name"].tolist()[:2] == ["Hartlepool", "Middlesbrough"]
    shared = blackpool.listed.loc[blackpool.listed["is_ours"], "name"]
    assert set(shared) == set(blackpool.near.loc[blackpool.near["is_listed"], "name"])
    assert len(shared) >= 5


def test_a_mayoral_area_has_no_list_for_children() -> None:
    year = Year.parse("2022-23")
    assert listed_for_children(find_place("tees-valley", year), year).empty
    assert listed_for_children(find_place("sevenoaks", year), year).empty
    assert len(listed_for_children(find_place("kent", year), year)) == 10


def test_the_middle_of_places_like_it_is_theirs(blackpool: Peers) -> None:
    row = blackpool.services.set_index("service").loc["public_health"]
    own = [peers(each, "2022-23").services.set_index("service").loc["public_health", "per_head_gbp"]
           for each in blackpool.others[:2]]  # fmt: skip
    two = peers("blackpool", "2022-23", others=[each.slug for each in blackpool.others[:2]])
    assert two.is_own
    assert two.services.set_index("service").loc["public_health", "peers_gbp"] == pytest.approx(sum(own) / 2)
    assert row["formula_gbp"] != row["formula_gbp"]  # not held


@pytest.mark.parametrize(
    ("place", "year", "says"),
    [
        ("england", "2022-23", "England is the whole"),
        ("region:london", "2022-23", "nothing of its kind to stand beside on its side"),
        ("city-of-london", "2022-23", "residents. Much of what is spent there is for others"),
        ("blackpool", "1999-00", "1999-00 cannot be counted"),
        ("atlantis", "2022-23", "No place is called"),
    ],
)
def test_what_cannot_be_compared_is_refused(place: str, year: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        peers(place, year)
