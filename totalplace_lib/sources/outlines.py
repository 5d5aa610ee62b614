"""Outlines of upper-tier areas, light enough for a page: shared borders simplified once, so that neighbours still meet.

An arc is a border between two areas, or a coast. Of each arc the points that matter least go (Visvalingam: the smallest
triangle with its neighbours first); its ends stay. Small islands go too, but never the largest part of an area.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Sequence

KM_PER_DEGREE = 111.2  # a degree of latitude on a sphere of mean radius
SMALLEST_TURN_KM2 = 0.8  # a point whose triangle is smaller than this is not seen on a map as wide as a page
SMALLEST_ISLAND_KM2 = 12.0

Point = tuple[float, float]
Ring = list[Point]


def simplified(arc: Ring, least_km2: float = SMALLEST_TURN_KM2) -> Ring:
    """The arc without points whose triangle with their neighbours is smaller than least_km2; its ends stay, and of an
    island enough to hold a surface."""
    links = {at: (at - 1, at + 1) for at in range(len(arc))}
    least_points = 4 if arc[0] == arc[-1] else 2
    size = {at: _triangle(arc, at - 1, at, at + 1) for at in range(1, len(arc) - 1)}
    queue = [(own, at) for at, own in size.items()]
    heapq.heapify(queue)
    while queue and len(links) > least_points:
        own, at = heapq.heappop(queue)
        if own >= least_km2:
            break
        if at not in links or own != size[at]:
            continue  # gone, or its neighbours have changed: it stands again further on
        before, after = links.pop(at)
        links[before], links[after] = (links[before][0], after), (before, links[after][1])
        for other in (before, after):
            if other in size:
                size[other] = max(own, _triangle(arc, links[other][0], other, links[other][1]))
                heapq.heappush(queue, (size[other], other))
    return [arc[at] for at in sorted(links)]


def _triangle(arc: Sequence[Point], *corners: int) -> float:
    """Surface in km2 of the triangle of three points of an arc."""
    return abs(surface([arc[corner] for corner in corners]))


def surface(ring: Sequence[Point]) -> float:
    """Surface in km2 of a small ring of longitudes and latitudes; below zero when it runs clockwise."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)
    return twice / 2 * KM_PER_DEGREE**2 * math.cos(math.radians(ring[0][1]))


def parts_that_show(rings: Iterable[Ring]) -> list[Ring]:
    """The largest ring of an area, then those that are no small island, largest first."""
    by_size = sorted(rings, key=lambda ring: abs(surface(ring)), reverse=True)
    return [by_size[0], *(ring for ring in by_size[1:] if abs(surface(ring)) >= SMALLEST_ISLAND_KM2)]
