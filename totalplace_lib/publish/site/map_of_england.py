"""England's upper-tier areas as one drawing: outlines in kilometres, London once more and larger beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from totalplace_lib.project import processed_path, read_table, remembered
from totalplace_lib.sources.outlines import KM_PER_DEGREE

_MIDDLE = math.radians(52.8)  # the latitude at which the map is true to scale
_WEST, _NORTH = -6.42, 55.83  # its upper left corner
LONDON = "E09"
_ZOOM = 3.0
WIDTH, HEIGHT = 600, 660
_LONDON_AT = (408, 18)  # where the larger London lies: in the North Sea


@dataclass(frozen=True)
class Outline:
    """One area: its code and its path in kilometres."""

    code: str
    path: str


@dataclass(frozen=True)
class EnglandMap:
    """All areas, and London's again; inset: how the second drawing is moved and enlarged."""

    areas: tuple[Outline, ...]
    london: tuple[Outline, ...]
    inset: str
    frame: str


@remembered
def england_map() -> EnglandMap | None:
    """The drawing; None where the outlines are not at hand."""
    if not processed_path("area_outlines.parquet").is_file():
        return None
    return drawn(read_table("area_outlines"))


def drawn(points: pd.DataFrame) -> EnglandMap:
    """The drawing from area_code, part, point, longitude, latitude."""
    placed = points.assign(
        x=(points["longitude"] - _WEST) * KM_PER_DEGREE * math.cos(_MIDDLE),
        y=(_NORTH - points["latitude"]) * KM_PER_DEGREE,
    )
    areas = tuple(Outline(str(code), _path(own)) for code, own in placed.groupby("area_code"))
    city = placed[placed["area_code"].str.startswith(LONDON)]
    london = tuple(one for one in areas if one.code.startswith(LONDON))
    if not london:
        return EnglandMap(areas, (), "", "")
    west, north = city["x"].min(), city["y"].min()
    (left, top) = _LONDON_AT
    inset = f"translate({left - west * _ZOOM:.1f} {top - north * _ZOOM:.1f}) scale({_ZOOM})"
    size = (city["x"].max() - west) * _ZOOM + 12, (city["y"].max() - north) * _ZOOM + 12
    return EnglandMap(
        areas, london, inset, f"M{left - 6} {top - 6}h{size[0]:.0f}v{size[1]:.0f}h-{size[0]:.0f}z"
    )


def _path(points: pd.DataFrame) -> str:
    """Each part a closed ring; steps from point to point, in tenths of a kilometre."""
    return "".join(_ring(list(zip(part["x"], part["y"], strict=True))) for _, part in points.groupby("part"))


def _ring(points: Iterable[tuple[float, float]]) -> str:
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    steps = [(x - u, y - v) for (u, v), (x, y) in pairwise(tenths)]
    moves = " ".join(f"{_short(x)} {_short(y)}" for x, y in steps if (x, y) != (0, 0))
    return f"M{_short(tenths[0][0])} {_short(tenths[0][1])}l{moves}z"


def _short(tenths: int) -> str:
    return f"{tenths / 10:g}"


def shown_by(covers: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Upper-tier code -> slug of the smallest place that holds it whole.

    covers  slug -> upper-tier codes that lie in the place
    """
    found: dict[str, str] = {}
    for slug, codes in sorted(covers.items(), key=lambda one: (len(one[1]), one[0])):
        for code in codes:
            found.setdefault(code, slug)
    return found
