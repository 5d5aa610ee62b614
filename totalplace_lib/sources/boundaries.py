"""Where areas lie and how large they are, and the outlines of upper-tier areas: for maps, and as a key for farmland.

Publisher  ONS, boundaries 2014 to 2025 as TopoJSON (generalised; contains OS data, Crown copyright).
Gives      `area_points`, one row per area of any vintage: longitude and latitude of the centre of its polygons,
           surface in km2; `area_outlines`, the outline of each upper-tier area of the newest vintage, point by point.
Basis      centre of gravity on the quantised outline, good to about a kilometre; WGS84 degrees. The
           surface is that of the outline (mean high water), good to about one per cent. Outlines are simplified for a
           map as wide as a page, without small islands (outlines.py): good to about a kilometre.
Gaps       none: every area code of the table `areas` has a point, every upper-tier code an outline, or it is an error.
Not here   outlines of districts and of former areas, and areas before April 2009.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.sources import areas as area_lists
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.guard import check_plain
from totalplace_lib.sources.outlines import KM_PER_DEGREE, Ring, parts_that_show, simplified

CARD = "ons_boundaries"
LAYER, UPPER = "ltla", "utla"
DECIMALS = 3  # of a degree: about 100 m


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables `area_points` and `area_outlines`."""
    path = raw / load_card(CARD).file().path
    held = area_lists.read(raw)["areas"]
    newest = held[held["vintage"] == held["vintage"].max()]
    return {
        "area_points": _points(path, sorted(set(held["area_code"]))),
        "area_outlines": _outlines(path, sorted(set(newest["county_code"]))),
    }


def _points(path: Path, codes: Sequence[str]) -> pd.DataFrame:
    points = centres(path)
    _demand(path, LAYER, codes, points)
    rows = [
        (code, round(points[code][0], 5), round(points[code][1], 5), round(points[code][2], 1), CARD)
        for code in codes
    ]
    return pd.DataFrame(rows, columns=["area_code", "longitude", "latitude", "surface_km2", "source_id"])


def _outlines(path: Path, codes: Sequence[str]) -> pd.DataFrame:
    shapes = outlines(path)
    _demand(path, UPPER, codes, shapes)
    rows = [
        (code, part, at, round(east, DECIMALS), round(north, DECIMALS), CARD)
        for code in codes
        for part, ring in enumerate(shapes[code], 1)
        for at, (east, north) in enumerate(ring, 1)
    ]
    columns = ["area_code", "part", "point", "longitude", "latitude", "source_id"]
    return pd.DataFrame(rows, columns=columns).astype({"part": "int32", "point": "int32"})


def _demand(path: Path, layer: str, codes: Iterable[str], found: Collection[str]) -> None:
    """SourceError that names the codes without a polygon."""
    missing = [code for code in codes if code not in found]
    if missing:
        raise SourceError(f"{path.name}: no polygon in layer '{layer}' for {', '.join(missing[:10])}.")


def centres(path: Path) -> dict[str, tuple[float, float, float]]:
    """Longitude and latitude of the centre, and the surface in km2, of each area of a TopoJSON file.

    SourceError when it is no such file.
    """
    shapes, arcs = _layer(path, LAYER)
    return {code: _centre(_rings(shape, arcs)) for code, shape in shapes.items()}


def outlines(path: Path) -> dict[str, list[Ring]]:
    """The parts of each upper-tier area of a TopoJSON file, the largest first. SourceError when it is no such file."""
    shapes, arcs = _layer(path, UPPER)
    light = [simplified(arc) for arc in arcs]
    return {code: parts_that_show(_rings(shape, light)) for code, shape in shapes.items()}


def _layer(path: Path, layer: str) -> tuple[dict[str, dict[str, Any]], list[Ring]]:
    """The shapes of a layer by code, and the arcs of the file as points."""
    check_plain(path)
    try:
        topology = json.loads(path.read_text(encoding="utf-8"))
        shapes = topology["objects"][layer]["geometries"]
        arcs = [_decode(arc, topology["transform"]) for arc in topology["arcs"]]
    except (ValueError, KeyError, TypeError) as fault:
        raise SourceError(
            f"{path.name} is not TopoJSON with a layer '{layer}' ({fault!r}). Fetch it again."
        ) from fault
    return {shape["properties"]["areacd"]: shape for shape in shapes}, arcs


def _decode(arc: Sequence[Sequence[int]], transform: dict[str, Any]) -> Ring:
    """An arc as points: steps are added up, then scaled."""
    (across, up), (west, south) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((x * across + west, y * up + south))
    return points


def _rings(shape: dict[str, Any], arcs: Sequence[Ring]) -> list[Ring]:
    """All rings of a polygon or multipolygon; a negative arc number runs backwards."""
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return [
        [point for number in ring for point in (arcs[number] if number >= 0 else arcs[~number][::-1])]
        for polygon in polygons
        for ring in polygon
    ]


def _centre(rings: Iterable[Ring]) -> tuple[float, float, float]:
    """Centre of gravity and surface; holes run the other way round and count as less area."""
    area = x = y = 0.0
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            cross = x1 * y2 - x2 * y1
            area, x, y = area + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    if math.isclose(area, 0.0, abs_tol=1e-12):
        raise SourceError("An area has an outline without surface. The boundary file is damaged.")
    latitude = y / (3 * area)
    surface = abs(area) / 2 * KM_PER_DEGREE**2 * math.cos(math.radians(latitude))
    return x / (3 * area), latitude, surface


SOURCE = Source(cards=(CARD, area_lists.CARD), tables=("area_points", "area_outlines"), read=read)
