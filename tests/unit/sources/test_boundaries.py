"""Centres of areas from a made-up TopoJSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from totalplace_lib.errors import SourceError
from totalplace_lib.sources import boundaries


def topology(folder: Path, *, arcs: list[Any], shape: dict[str, Any]) -> Path:
    made = {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.5], "translate": [-1.0, 50.0]},
        "arcs": arcs,
        "objects": {
            layer: {"geometries": [{"properties": {"areacd": "E08000025"}, **shape}]}
            for layer in ("ltla", "utla")
        },
    }
    path = folder / "made.topojson"
    path.write_text(json.dumps(made))
    return path


SQUARE = [[0, 0], [4, 0], [0, 4], [-4, 0], [0, -4]]


def test_the_centre_of_a_square(tmp_path: Path) -> None:
    path = topology(tmp_path, arcs=[SQUARE], shape={"type": "Polygon", "arcs": [[0]]})
    longitude, latitude, surface = boundaries.centres(path)["E08000025"]
    assert (longitude, latitude) == (0.0, 51.0)
    # Two degrees by two: 222.4 km up and 222.4 x cos(51) = 140.0 km across.
    assert surface == pytest.approx(222.4 * 140.0, rel=0.001)


def test_arcs_shared_with_a_neighbour_may_run_backwards(tmp_path: Path) -> None:
    halves = [[[0, 0], [4, 0], [0, 4]], [[0, 0], [0, 4], [4, 0]]]
    path = topology(tmp_path, arcs=halves, shape={"type": "MultiPolygon", "arcs": [[[0, -2]]]})
    assert boundaries.centres(path)["E08000025"][:2] == (0.0, 51.0)


def test_a_hole_moves_the_centre_away(tmp_path: Path) -> None:
    hole = [[2, 1], [0, 2], [2, 0], [0, -2], [-2, 0]]
    path = topology(tmp_path, arcs=[SQUARE, hole], shape={"type": "Polygon", "arcs": [[0], [1]]})
    longitude, latitude, _ = boundaries.centres(path)["E08000025"]
    assert longitude < 0.0
    assert latitude == pytest.approx(51.0)


def test_an_outline_has_its_parts_and_lost_points_leave_no_gap(tmp_path: Path) -> None:
    path = topology(tmp_path, arcs=[SQUARE], shape={"type": "Polygon", "arcs": [[0]]})
    corners = [(-1.0, 50.0), (1.0, 50.0), (1.0, 52.0), (-1.0, 52.0), (-1.0, 50.0)]
    assert boundaries.outlines(path) == {"E08000025": [corners]}


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.topojson"
    path.write_text("words")
    with pytest.raises(SourceError, match=r"page.topojson is not TopoJSON"):
        boundaries.centres(path)
    with pytest.raises(SourceError, match=r"gone.topojson is missing"):
        boundaries.centres(tmp_path / "gone.topojson")


@pytest.mark.publications
def test_birmingham_lies_in_the_midlands(publications: Path) -> None:
    tables = boundaries.read(publications)
    assert tables["area_outlines"]["area_code"].nunique() == 153
    points = tables["area_points"].set_index("area_code")
    assert len(points) == 338
    assert points.loc["E08000025", ["longitude", "latitude"]].tolist() == pytest.approx(
        [-1.87, 52.48], abs=0.03
    )
    assert points.loc["E08000025", "surface_km2"] == pytest.approx(267.8, rel=0.01)
