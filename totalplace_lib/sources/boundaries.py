"""Where areas lie and how large they are: for maps of bubbles, and as a key for farmland.

Publisher  ONS, boundaries 2014 to 2025 as TopoJSON (generalised; contains OS data, Crown copyright).
Gives      `area_points`, one row per area of any vintage: longitude and latitude of the centre of its polygons,
           surface in km2.
Basis      centre of gravity on the quantised outline, good to about a kilometre; WGS84 degrees. The
           surface is that of the outline (mean high water), good to about one per cent.
Gaps       none: every area code of the table `areas` has a point, or it is an error.
Not here   outlines of areas, and areas before April 2009.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from totalplace_lib.errors import SourceError
from totalplace_lib.sources import areas as area_lists
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.cards import load_card
from totalplace_lib.sources.guard import check_plain

CARD = "ons_boundaries"
LAYER = "ltla"
KM_PER_DEGREE = 111.2  # a degree of latitude on a sphere of mean radius

Ring = list[tuple[float, float]]


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `area_points`."""
    path = raw / load_card(CARD).file().path
    points = centres(path)
    codes = sorted(set(area_lists.read(raw)["areas"]["area_code"]))
    missing = [code for code in codes if code not in points]
    if missing:
        raise SourceError(f"{path.name}: no polygon in layer '{LAYER}' for {', '.join(missing[:10])}.")
    rows = [
        (code, round(points[code][0], 5), round(points[code][1], 5), round(points[code][2], 1), CARD)
        for code in codes
    ]
    columns = ["area_code", "longitude", "latitude", "surface_km2", "source_id"]
    return {"area_points": pd.DataFrame(rows, columns=columns)}


def centres(path: Path) -> dict[str, tuple[float, float, float]]:
    """Longitude and latitude of the centre, and the surface in km2, of each area of a TopoJSON file.

    SourceError when it is no such file.
    """
    check_plain(path)
    try:
        topology = json.loads(path.read_text(encoding="utf-8"))
        shapes = topology["objects"][LAYER]["geometries"]
        arcs = [_decode(arc, topology["transform"]) for arc in topology["arcs"]]
    except (ValueError, KeyError, TypeError) as fault:
        raise SourceError(
            f"{path.name} is not TopoJSON with a layer '{LAYER}' ({fault!r}). Fetch it again."
        ) from fault
    return {shape["properties"]["areacd"]: _centre(_rings(shape, arcs)) for shape in shapes}


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


SOURCE = Source(cards=(CARD, area_lists.CARD), tables=("area_points",), read=read)
