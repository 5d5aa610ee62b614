import pytest

from totalplace_lib.publish.checks import check_page
from totalplace_lib.publish.index import render_index, write_index
from totalplace_lib.publish.places_map import places_map
from totalplace_lib.publish.record import ReportMeta, ReportResult, RunRecord, State


def rows(*slugs: str) -> dict[str, tuple[float, float, float]]:
    exhibit = places_map(slugs, "2008-09")
    assert exhibit is not None
    table = exhibit.table.set_index("place_name")[["population", "east_km", "north_km"]]
    return {name: tuple(row) for name, row in zip(table.index, table.to_numpy(), strict=True)}


def test_places_lie_where_they_are_with_their_residents():
    found = rows("birmingham", "kent", "cumbria")
    assert next(iter(found)) == "Kent"  # ranked
    _, kent_east, kent_north = found["Kent"]
    _, cumbria_east, cumbria_north = found["Cumbria"]
    assert kent_east - cumbria_east == pytest.approx(250, abs=30)  # km, from an atlas
    assert cumbria_north - kent_north == pytest.approx(380, abs=30)


def test_a_region_and_a_single_place_make_no_map():
    assert places_map(["region:london", "england", "kent"], "2008-09") is None


def test_residents_of_places_that_overlap_are_counted_once():
    exhibit = places_map(["kent", "canterbury", "kent"], "2008-09")
    assert exhibit is not None
    kent = exhibit.table.set_index("place_name").loc["Kent", "population"]
    assert exhibit.headline == f"The 2 places have {kent / 1e6:.1f} million residents"


def test_a_place_that_is_in_no_register_has_no_bubble():
    assert "Kent" in rows("kent", "cumbria", "<script>", "toytown")
    assert places_map(["toytown", "<script>"], "2008-09") is None


def test_the_index_shows_the_map_with_its_ranked_table(tmp_path):
    places = (("kent", "Kent"), ("cumbria", "Cumbria"))
    metas = [ReportMeta(slug, name, "count", f"Count: {name}, 2008-09", "2008-09") for slug, name in places]
    record = RunRecord(tuple(ReportResult(meta, State.MADE, files=(meta.page,)) for meta in metas))
    html = write_index(tmp_path, record).read_text("utf-8")
    assert 'id="exhibit-places"' in html
    assert check_page(html, scripted=True) == []
    assert "exhibit-places" not in render_index(record)
