"""A small line over the years with the band of its range: spending for each resident in one year's prices.

Not matplotlib: a hundred and eighty of them stand on one page, and each must weigh less than a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from totalplace_lib.publish.site.shown import Spent

WIDTH, HEIGHT = 240.0, 56.0


@dataclass(frozen=True)
class LinePicture:
    """Paths in a box of WIDTH by HEIGHT: bands of the range and lines, parted where the definition changed; the last
    point of the line."""

    bands: tuple[str, ...]
    lines: tuple[str, ...]
    dot: tuple[float, float]


def line_picture(years: Sequence[Spent], base: str, breaks: frozenset[str]) -> LinePicture | None:
    """The picture from nought to the highest end of a range; None for fewer than two years.

    base  the year whose prices are shown;  breaks: years that cannot be compared with the year before
    """
    if len(years) < 2:
        return None
    ends = [one.lasting(base) for one in years]
    top = max(high for _, _, high in ends) or 1.0
    begin = int(years[0].year[:4])
    step = WIDTH / max(int(years[-1].year[:4]) - begin, 1)
    across = [(int(one.year[:4]) - begin) * step for one in years]

    def up(value: float) -> float:
        return HEIGHT - value / top * HEIGHT

    bands, lines = [], []
    for run in _runs(years, breaks):
        there = [f"{across[at]:.1f} {up(ends[at][2]):.1f}" for at in run]
        back = [f"{across[at]:.1f} {up(ends[at][1]):.1f}" for at in reversed(run)]
        bands.append(f"M{'L'.join([*there, *back])}z")
        lines.append(f"M{'L'.join(f'{across[at]:.1f} {up(ends[at][0]):.1f}' for at in run)}")
    return LinePicture(tuple(bands), tuple(lines), (round(across[-1], 1), round(up(ends[-1][0]), 1)))


def _runs(years: Sequence[Spent], breaks: frozenset[str]) -> list[list[int]]:
    """Positions of the years in runs that neither a break nor a missing year parts."""
    number, numbers = 0, []
    for at, one in enumerate(years):
        is_next = at > 0 and int(one.year[:4]) == int(years[at - 1].year[:4]) + 1
        number += at > 0 and (one.year in breaks or not is_next)
        numbers.append(number)
    return [list(run) for _, run in groupby(range(len(years)), key=numbers.__getitem__)]
