"""Names and codes of places: what is found, what is refused and with which advice."""

from __future__ import annotations

import pytest

from totalplace_lib.count.names import slugify
from totalplace_lib.errors import UsageError
from totalplace_lib.national.finding import find_place
from totalplace_lib.national.places import places


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("birmingham", 1), ("Kent", 12), ("england", 326), ("region:west-midlands", 30), ("E10000016", 12),
        ("E12000007", 33), ("E4601+E4605", 2), ("luton-central-bedfordshire", 2), ("durham", 1), ("E08000025", 1),
        ("dorset-poole-bournemouth", 8), ("manchester-city-region-warrington", 11),
    ],
)  # fmt: skip
def test_a_place_is_found_by_slug_or_code(text: str, areas: int) -> None:
    assert len(find_place(text).areas) == areas


def test_every_pilot_and_every_english_area_has_a_name() -> None:
    table = places()
    assert (table["kind"] == "pilot").sum() == 13
    covered = {code for slug in table.loc[table["areas"] == 1, "slug"] for code in find_place(slug).areas}
    assert covered == set(find_place("england").areas)


def test_a_former_district_alone_is_refused_with_what_is_missing() -> None:
    with pytest.raises(
        UsageError, match=r"merged into County Durham \(E06000047\).*missing Durham \(E1321\)"
    ):
        find_place("E1331+E1333")


def test_an_unknown_name_comes_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="Nearest: birmingham"):
        find_place("birmingam")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Coventry, Solihull & Warwickshire", "coventry-solihull-warwickshire"),
        ("King's Lynn and West Norfolk", "kings-lynn-and-west-norfolk"),
        ("St. Helens", "st-helens"),
    ],
)
def test_slugs_are_plain(name: str, slug: str) -> None:
    assert slugify(name) == slug
