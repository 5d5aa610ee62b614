"""How long the explorer takes to answer: any place and year, other keys, a theme, a narrower scope, a comparison.

    python benchmarks/explorer.py [--places 40] [--years 2008-09 2021-22]

Measures what a person waits for in the kernel: the question answered and the picture drawn as HTML, after warm-up.
Both clock time and processor time are given, because a busy machine lengthens the first.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable, Iterable, Sequence

from totalplace_lib.analysis.exploring import warming
from totalplace_lib.analysis.themes import theme_years
from totalplace_lib.errors import TotalPlaceError, UsageError
from totalplace_lib.national.money import key_names
from totalplace_lib.national.places import places
from totalplace_lib.national.years import years
from totalplace_lib.present.explorer.pictures import BESIDE, NAMES, PICTURES
from totalplace_lib.present.explorer.session import Session

LIMIT_MS = 300


def main() -> None:
    asked = _arguments()
    random.seed(2010)
    start, used = time.perf_counter(), time.process_time()
    ready = [year for year in asked.years if _is_ready(year)]
    print(f"Load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, {len(ready)} years")
    print(f"Warm-up: {time.perf_counter() - start:.0f} s, processor {time.process_time() - used:.0f} s\n")
    print(
        "| question | answers | clock ms: median | 95% | largest | processor ms: median | 95% | within 300 ms |"
    )
    print("|---|---|---|---|---|---|---|---|")
    session = Session()
    for name, ask in _questions(session, asked.places, ready):
        _report(name, [_timed(question) for question in ask])


def _is_ready(year: str) -> bool:
    try:
        for _ in warming(year):
            pass
    except TotalPlaceError as error:
        print(f"{year} left out: {error}")
        return False
    return True


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=40, help="places drawn at random for each year")
    parser.add_argument("--years", nargs="+", default=list(years()))
    return parser.parse_args()


def _questions(
    session: Session, number: int, chosen: Sequence[str]
) -> Iterable[tuple[str, list[Callable[[], object]]]]:
    slugs = list(places()["slug"])
    pairs = [(slug, year) for year in chosen for slug in random.sample(slugs, number)]
    yield "another place and year", [_ask(session, place=slug, year=year) for slug, year in pairs]
    yield "England, another year", [_ask(session, place="england", year=year) for year in chosen]
    views = (*PICTURES, BESIDE)
    yield "another picture", [_ask(session, place="birmingham", year=chosen[0], view=view) for view in views]
    drivers = ("councils: Police", "councils: Fire and rescue")
    tried = [(driver, key) for driver in drivers for key in list(key_names())[:6]]
    yield "another key", [_ask(session, view=NAMES[0], keys=(pair,)) for pair in tried]
    groups = ("Education", "Health", "Social protection", "Defence")
    yield "something left out", [_ask(session, keys=(), left_out=(("function", name),)) for name in groups]
    themed = [year for year in chosen if year in theme_years()]
    themes = ("children", "welfare-skills", "older-people")
    yield "a theme", [_ask(session, left_out=(), theme=name, year=year) for year in themed for name in themes]


def _ask(session: Session, **changes: object) -> Callable[[], object]:
    return lambda: session.show(**changes).picture._repr_html_()


def _timed(question: Callable[[], object]) -> tuple[float, float] | None:
    """Clock and processor ms; None where the place does not exist in the year."""
    start, used = time.perf_counter(), time.process_time()
    try:
        question()
    except UsageError:
        return None
    return 1000 * (time.perf_counter() - start), 1000 * (time.process_time() - used)


def _report(name: str, times: Sequence[tuple[float, float] | None]) -> None:
    known = [each for each in times if each]
    if not known:
        return
    clock, used = (sorted(each[column] for each in known) for column in (0, 1))
    within = sum(each <= LIMIT_MS for each in clock) / len(clock)
    print(
        f"| {name} | {len(known)} | {statistics.median(clock):.0f} | {_late(clock):.0f} | {clock[-1]:.0f} "
        f"| {statistics.median(used):.0f} | {_late(used):.0f} | {within:.0%} |",
        flush=True,
    )


def _late(values: Sequence[float]) -> float:
    return values[min(len(values) - 1, round(0.95 * len(values)))]


if __name__ == "__main__":
    main()
