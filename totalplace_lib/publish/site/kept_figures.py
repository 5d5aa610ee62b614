"""The figures that the front door shows, kept in the folder of reports so that a batch makes no figure twice.

One file a year, used only while the data, the config and the code are those that it was made from.
"""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from totalplace_lib.analysis.everywhere import COUNCILS, figures
from totalplace_lib.analysis.everywhere import FIGURES as COLUMNS
from totalplace_lib.analysis.series import TOTAL
from totalplace_lib.model import Place
from totalplace_lib.publish.files import write_atomically
from totalplace_lib.publish.own_files import FIGURES, KeptFileError, read_kept

Job = tuple[str, Mapping[str, Place], bool]


@dataclass(frozen=True)
class KeptYear:
    """The figures of one year. drawn_from: a digest of all that they follow from."""

    drawn_from: str
    rows: tuple[Mapping[str, Any], ...]


def figures_kept(
    out: Path, wanted: Mapping[str, Mapping[str, Place]], drawn_from: str, processes: int = 1
) -> list[Mapping[str, Any]]:
    """FIGURES of all that is kept and right, and of the wanted places, made where they are not; oldest year first.

    wanted  year -> slug -> place; the newest year of each place is made by all groups of spenders
    drawn_from  "" where nothing says what they would be made from: nothing is kept
    """
    kept = _kept(out, drawn_from) if drawn_from else {}
    for year, made in _made(list(_jobs(wanted, kept)), processes):
        new = [{str(name): value for name, value in row.items()} for row in made.to_dict("records")]
        again = {row["place"] for row in new}
        before = kept[year].rows if year in kept else ()
        kept[year] = KeptYear(drawn_from, (*(row for row in before if row["place"] not in again), *new))
        if drawn_from:
            text = json.dumps(asdict(kept[year]), ensure_ascii=False, separators=(",", ":"))
            write_atomically(out / FIGURES / f"{year}.json", text)
    return [row for year in sorted(kept) for row in kept[year].rows]


def _jobs(wanted: Mapping[str, Mapping[str, Place]], kept: Mapping[str, KeptYear]) -> Iterator[Job]:
    """What is not kept: a year, its places, and whether by all groups. What takes longest comes first."""
    groups: dict[str, dict[str, set[str]]] = {}
    for year, held in kept.items():
        for row in held.rows:
            groups.setdefault(row["place"], {}).setdefault(year, set()).add(row["group"])
    newest: dict[str, str] = {}
    for year in sorted(wanted):
        newest |= dict.fromkeys(wanted[year], year)
    for by_all in (True, False):
        for year, places in wanted.items():
            missing = {}
            for slug, place in places.items():
                is_newest = year >= max([newest[slug], *groups.get(slug, {})])
                has = groups.get(slug, {}).get(year, set())
                if is_newest == by_all and not (has - {TOTAL, COUNCILS} if by_all else has):
                    missing[slug] = place
            if missing:
                yield year, missing, by_all


def _kept(out: Path, drawn_from: str) -> dict[str, KeptYear]:
    """What is kept by year and right; what is not as a batch writes it is made anew."""
    found = {}
    for path in sorted((out / FIGURES).glob("*.json")):
        try:
            one = KeptYear(**read_kept(path, KeptYear, ""))
        except KeptFileError:
            continue
        if one.drawn_from == drawn_from and all(set(row) == set(COLUMNS) for row in one.rows):
            found[path.stem] = one
    return found


def _made(jobs: Sequence[Job], processes: int) -> Iterator[tuple[str, pd.DataFrame]]:
    """The figures of each job, several at a time."""
    if processes < 2 or len(jobs) < 2:
        yield from ((job[0], figures(*job)) for job in jobs)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(processes, len(jobs)), mp_context=context) as pool:
        yield from zip((job[0] for job in jobs), pool.map(_figures, jobs), strict=True)


def _figures(job: Job) -> pd.DataFrame:
    return figures(*job)
