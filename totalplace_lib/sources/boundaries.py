"""Where areas lie: the centre of each local authority area, for maps of bubbles.

Publisher  ONS, boundaries 2014 to 2025 as TopoJSON (generalised; contains OS data, Crown copyright).
Gives      `area_points`, one row per area of any vintage: longitude and latitude of the centre of its polygons.
Basis      centre of gravity on the quantised outline, good to about a kilometre; WGS84 degrees.
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

CARD = "ons_boundaries"
LAYER = "ltla"

Ring = list[tuple[float, float]]


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `area_points`."""
    path = raw / load_card(CARD).file().path
    points = centres(path)
    codes = sorted(set(area_lists.read(raw)["areas"]["area_code"]))
    missing = [code for code in codes if code not in points]
    if missing:
        raise SourceError(f"{path.name}: no polygon in layer '{LAYER}' for {', '.join(missing[:10])}.")
    rows = [(code, round(points[code][0], 5), round(points[code][1], 5), CARD) for code in codes]
    return {"area_points": pd.DataFrame(rows, columns=["area_code", "longitude", "latitude", "source_id"])}


def centres(path: Path) -> dict[str, tuple[float, float]]:
    """Longitude and latitude of the centre of each area of a TopoJSON file. SourceError when it is no such file."""
    if not path.is_file():
        raise SourceError(
            f"{path.name} is missing (looked for {path}). Fetch it from its card in config/sources."
        )
    try:
        topology = json.loads(path.read_text(encoding="utf-8"))
        shapes = topology["objects"][LAYER]["geometries"]
        arcs = [_decode(arc, topology["transform"]) for arc in topology["arcs"]]
    except (json.JSONDecodeError, KeyError, TypeError) as fault:
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


def _centre(rings: Iterable[Ring]) -> tuple[float, float]:
    """Centre of gravity; holes run the other way round and count as less area."""
    area = x = y = 0.0
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            cross = x1 * y2 - x2 * y1
            area, x, y = area + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    if math.isclose(area, 0.0, abs_tol=1e-12):
        raise SourceError("An area has an outline without surface. The boundary file is damaged.")
    return x / (3 * area), y / (3 * area)


SOURCE = Source(cards=(CARD, area_lists.CARD), tables=("area_points",), read=read)
