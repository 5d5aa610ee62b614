"""Areas of each vintage: mergers applied in order, counties and regions inherited, lists proved."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import ConfigError, SourceError
from totalplace_lib.project import read_config
from totalplace_lib.sources import areas as lists


def area(code: str, name: str, council: str, county: str = "") -> dict[str, object]:
    kind = lists.TYPES[code[:3]]
    return {
        "area_code": code,
        "area_name": name,
        "area_type": kind,
        "county_code": county or code,
        "county_name": "Shire" if county else name,
        "county_authority_code": "E3520" if county else council,
        "region_code": "E12000006",
        "region_name": "East of England",
        "authority_code": council,
        "old_ons_code": "42UB",
        "former_area_code": "",
        "source_id": "made",
        "row": 2,
    }


FIRST = pd.DataFrame(
    [
        area("E07000201", "Forest Heath", "E3532", "E10000029"),
        area("E07000204", "St Edmundsbury", "E3535", "E10000029"),
        area("E06000031", "Peterborough", "E0501"),
    ]
)


def change(
    old: str, new: str, *, effective: str = "2019-04-01", kind: str = "merger", whole: str = "yes"
) -> dict[str, str]:
    return {
        "effective": effective,
        "kind": kind,
        "old_code": old,
        "old_name": "Old",
        "new_code": new,
        "new_name": "New",
        "new_authority_code": "E3539",
        "is_whole": whole,
        "source": "an order",
    }


def moves(*rows: dict[str, str]) -> pd.DataFrame:
    return lists.changes(pd.DataFrame(rows))


def test_districts_merge_and_keep_county_and_region() -> None:
    merged = moves(change("E07000201", "E07000245"), change("E07000204", "E07000245"))
    after = lists.advance(FIRST, merged, 2013, 2019).set_index("area_code")
    assert set(after.index) == {"E06000031", "E07000245"}
    new = after.loc["E07000245"]
    assert new[["county_code", "county_authority_code", "region_code", "authority_code"]].tolist() == [
        "E10000029",
        "E3520",
        "E12000006",
        "E3539",
    ]


def test_a_new_unitary_is_its_own_county() -> None:
    merged = moves(change("E07000201", "E06000070"), change("E07000204", "E06000070"))
    new = lists.advance(FIRST, merged, 2013, 2019).set_index("area_code").loc["E06000070"]
    assert new[["county_code", "county_name", "county_authority_code"]].tolist() == [
        "E06000070",
        "New",
        "E3539",
    ]


def test_changes_of_other_years_wait() -> None:
    later = moves(change("E07000201", "E07000245", effective="2023-04-01"))
    assert lists.advance(FIRST, later, 2013, 2019) is FIRST


def test_an_area_cannot_go_whole_to_two_places() -> None:
    with pytest.raises(ConfigError, match=r"E07000201 goes whole to E07000245 and to E07000246"):
        moves(change("E07000201", "E07000245"), change("E07000201", "E07000246"))
    split = moves(change("E0221", "E06000055", whole="no"), change("E0221", "E06000056", whole="no"))
    assert not split["is_whole"].any()


def test_a_vintage_is_proved_against_the_official_list(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "lower,upper\nE07000201,E10000029\nE07000204,E10000029\nE06000031,E06000031\nS12000005,S12000005\n"
    )
    lists.prove(FIRST, path, "lower", "upper")
    path.write_text("lower,upper\nE07000201,E10000029\nE06000031,E06000031\n")
    with pytest.raises(SourceError, match=r"list.csv.*Missing: none \(0\); unexpected|Missing: E07000204"):
        lists.prove(FIRST, path, "lower", "upper")


def test_an_area_that_was_renamed_has_the_name_of_the_list(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "ltla19_code,ltla19_name\nE07000112,Folkestone and Hythe\nE06000001,Hart\n", encoding="utf-8"
    )
    rows = [("E07000112", "Shepway", "E10000016", "Kent"), ("E06000001", "H", "E06000001", "H"),
            ("E07000105", "Ashford", "E10000016", "Kent")]  # fmt: skip
    areas = pd.DataFrame(rows, columns=["area_code", "area_name", "county_code", "county_name"])
    found = lists.named(areas, path, "ltla19_code")
    assert found["area_name"].tolist() == ["Folkestone and Hythe", "Hart", "Ashford"]
    assert found["county_name"].tolist() == ["Kent", "Hart", "Kent"]


def test_the_config_covers_the_reorganisation_of_2009() -> None:
    table = lists.changes(read_config(lists.CHANGES))
    first = table[table["effective"] == "2009-04-01"]
    assert first["old_code"].nunique() == 44
    sizes = first[first["is_whole"]].groupby("new_name").size()
    assert sizes["County Durham"] == 8
    assert sizes["Northumberland"] == 7
    assert sizes["Cornwall"] == 7
    assert sizes["Shropshire"] == 6
    assert sizes["Wiltshire"] == 5
    assert set(first[first["kind"] == "split"]["old_code"]) == {"E0221", "E0621"}


@pytest.mark.publications
def test_the_lists_have_the_right_number_of_areas(publications: Path) -> None:
    areas = lists.read(publications)["areas"]
    counts = areas.groupby("vintage").size().to_dict()
    assert counts == {2009: 326, 2013: 326, 2019: 317, 2020: 314, 2021: 309, 2023: 296}
    birmingham = areas.query("vintage == 2009 and area_code == 'E08000025'").iloc[0]
    assert birmingham[["authority_code", "old_ons_code", "region_code"]].tolist() == [
        "E4601",
        "00CN",
        "E12000005",
    ]
