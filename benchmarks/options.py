"""How long options take: 10,000 draws of 20 bodies over 15 years, and what a person waits for at a slider.

    python benchmarks/options.py [--place croydon] [--year 2008-09] [--moves 20]

A slider's time is that of the kernel: the case appraised anew, its sentence and two pictures as HTML, after warm-up.
Both clock time and processor time are given, because a busy machine lengthens the first.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time

from totalplace_lib.analysis import options
from totalplace_lib.analysis.appraisal.appraised import appraise
from totalplace_lib.analysis.appraisal.draws import Span
from totalplace_lib.analysis.appraisal.option import FISCAL, Cost, Effect, Option, starts
from totalplace_lib.present.explorer.sliders import Sliders

LIMIT_MS = 300


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--place", default="croydon")
    asked.add_argument("--year", default="2008-09")
    asked.add_argument("--moves", type=int, default=20, help="moves of a slider for each option")
    given = asked.parse_args()
    random.seed(2010)
    print(f"Load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors\n")
    clock, used = _engine()
    print(f"10,000 draws, 20 bodies, 15 years: {clock * 1000:.0f} ms, processor {used * 1000:.0f} ms\n")
    times = [time for slug in options.slugs() for time in _slider(slug, given.place, given.year, given.moves)]
    clocks, processor = sorted(1000 * one for one, _ in times), sorted(1000 * one for _, one in times)
    print(
        "| sliders | answers | clock ms: median | 95% | largest | processor ms: median | 95% | within 300 ms |"
    )
    print("|---|---|---|---|---|---|---|---|")
    print(
        f"| {given.place} {given.year} | {len(times)} | {statistics.median(clocks):.0f} | {_most(clocks):.0f} | "
        f"{clocks[-1]:.0f} | {statistics.median(processor):.0f} | {_most(processor):.0f} | "
        f"{sum(one <= LIMIT_MS for one in clocks) / len(clocks):.0%} |"
    )


def _engine() -> tuple[float, float]:
    """An option of twenty bodies that each pay and gain, every input uncertain."""
    bodies, unsure = [f"Body {number}" for number in range(20)], Span(50, 100, 200)
    share = Span(0.2, 0.5, 0.8)
    option = Option(
        "wide",
        Span(900, 1000, 1100),
        starts((0.5, 1.0), "every year", 15),
        tuple(Cost("cost", body, unsure, True) for body in bodies),
        tuple(
            Effect("gain", body, FISCAL, unsure, True, share, unsure, share, share, share, share, 1, 5)
            for body in bodies
        ),
    )
    start, used = time.perf_counter(), time.process_time()
    appraise(option, *options.rates(), draws=10_000, seed=1)
    return time.perf_counter() - start, time.process_time() - used


def _slider(slug: str, place: str, year: str, moves: int) -> list[tuple[float, float]]:
    shown = Sliders(slug, place, year)
    times = []
    for _ in range(moves):
        one = random.choice(shown.all)
        value = random.choice([each for each in range(one.min, one.max) if each != one.value])
        start, used = time.perf_counter(), time.process_time()
        one.value = value
        times.append((time.perf_counter() - start, time.process_time() - used))
    return times


def _most(values: list[float]) -> float:
    return values[int(0.95 * (len(values) - 1))]


if __name__ == "__main__":
    main()
