"""The same reports made in several ways, side by side: seconds, processor time, memory, ratios.

    python benchmarks/batch.py [--places 8] [--report count ...] [--rounds 3] [--write]
                               [--ploomber-python .venv-ploomber/bin/python]

ploomber-engine needs an environment of its own (the extra bench): papermill imports every engine that is
installed beside it, and this one's imports would slow all other ways. Without --ploomber-python it is left out.

Each way runs in a process of its own on a copy of the project; the rounds are interleaved, so that a busy
moment of the machine hits all ways alike; medians are told. --write puts the table into benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from measure import Measured, measure
from readme import versions, write_table

from totalplace_lib import project
from totalplace_lib.kept import FILE
from totalplace_lib.national.finding import find_place
from totalplace_lib.national.places import places_with_reports
from totalplace_lib.publish.plan import make_plan
from totalplace_lib.publish.selection import Selection

HERE = Path(__file__).parent
WAYS = {
    "cli": "(a) `papermill`, then `jupyter nbconvert`: a loop of the two commands",
    "api": "(b) papermill's Python interface and one exporter, two processes",
    "ploomber": "(c) ploomber-engine (no kernel) and one exporter, two processes",
    "cold": "(d) `totalplace run`, everything to make",
    "unchanged": "(e) `totalplace run` again, nothing changed",
    "one_table": "(f) `totalplace run` after one table changed",
    "limit": "limit: the cells' own work in one warm process, divided by the cores",
    "limit_whole": "the same with each report's page, checks, workbook and CSV files",
    "limit_at_once": "that in as many warm processes as cores, at once",
}
ONE_PROCESS = ("limit", "limit_whole")
LIMITS = (*ONE_PROCESS, "limit_at_once")  # their own clock starts when they are warm
PACKAGES = (
    "papermill",
    "nbclient",
    "nbconvert",
    "ipykernel",
    "jupyter_client",
    "pandas",
    "matplotlib",
)


@dataclass(frozen=True)
class Setting:
    """One copy of the project, the plan as rows, and where the reports go."""

    home: Path
    tasks: Path
    out: Path
    jobs: int
    ploomber: str | None = None  # the Python that has ploomber-engine


def main() -> None:
    """Measure and tell."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--places", type=int, default=8)
    words.add_argument("--report", action="append")
    words.add_argument("--year", default="2008-09")
    words.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--table", default="prices", help="the table that changes for (f)")
    words.add_argument("--ploomber-python", help="the Python of an environment with ploomber-engine")
    words.add_argument("--way", action="append", choices=WAYS)
    words.add_argument("--write", action="store_true")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        setting = set_up(
            Path(folder), asked.places, asked.report or ["count", "flows", "assets"], asked.year, asked.jobs
        )
        setting = replace(setting, ploomber=asked.ploomber_python)
        ways = [way for way in asked.way or WAYS if way != "ploomber" or setting.ploomber]
        found = rounds(setting, ways, asked.rounds, asked.table)
        table = as_table(found, len(json.loads(setting.tasks.read_text())), asked.jobs, asked.rounds)
    print(table)
    if asked.write:
        write_table("batch", table)


def set_up(folder: Path, places: int, reports: Sequence[str], year: str, jobs: int) -> Setting:
    """Copy what the reports read, and lay out the plan there."""
    home = folder / "home"
    for name in ("config", "data/processed", "notebooks"):
        shutil.copytree(project.home() / name, home / name)
    chosen = list(places_with_reports())[:places]
    plan = make_plan([Selection(chosen, reports, [year])], lambda slug: find_place(slug).name)
    tasks = folder / "tasks.json"
    tasks.write_text(json.dumps(plan.to_rows()), encoding="utf-8")
    return Setting(home, tasks, folder / "out", jobs)


def rounds(setting: Setting, ways: Sequence[str], number: int, table: str) -> dict[str, list[Measured]]:
    """Every way once per round."""
    found: dict[str, list[Measured]] = {way: [] for way in ways}
    for round_number in range(1, number + 1):
        shutil.rmtree(setting.out, ignore_errors=True)
        shutil.rmtree(setting.home / FILE.parent, ignore_errors=True)  # what an earlier run has kept
        for way in ways:
            if way == "one_table":
                change(setting.home / "data" / "processed" / f"{table}.parquet")
            run = measure(command(way, setting), environment(setting))
            found[way].append(own_clock(run, setting.out / way) if way in LIMITS else run)
            print(f"round {round_number} {way}: {found[way][-1]}", file=sys.stderr, flush=True)
    return found


def own_clock(run: Measured, out: Path) -> Measured:
    """A limit's own clock, which starts when the process is warm."""
    seconds, cpu = json.loads((out / "limit.json").read_text(encoding="utf-8"))
    return Measured(seconds, cpu, run.peak_mb)


def command(way: str, setting: Setting) -> list[str]:
    """The process that runs one way."""
    out = setting.out / ("ours" if way in ("cold", "unchanged", "one_table") else way)
    python = setting.ploomber if way == "ploomber" and setting.ploomber else sys.executable
    return [python, str(HERE / "ways.py"), way, str(setting.tasks), str(out), str(setting.jobs)]


def environment(setting: Setting) -> dict[str, str]:
    """The same for all ways."""
    return os.environ | {"TOTALPLACE_HOME": str(setting.home), "PLOOMBER_STATS_ENABLED": "false"}


def change(table: Path) -> None:
    """Change one figure."""
    subprocess.run([sys.executable, str(HERE / "ways.py"), "change", str(table)], check=True)


def as_table(found: dict[str, list[Measured]], reports: int, jobs: int, number: int) -> str:
    """Markdown, with ratios to the commands' loop and to the limit."""
    middle = {way: Measured.median(runs) for way, runs in found.items()}
    loop = middle["cli"].seconds if "cli" in middle else None
    limit = middle["limit"].seconds / jobs if "limit" in middle else None
    lines = [
        f"{reports} reports, {jobs} at a time, medians of {number} interleaved rounds. Load of the machine before: "
        f"{os.getloadavg()[0]:.1f}.",
        "",
        "| way | seconds | processor seconds | peak memory (PSS), MB | times faster than (a) | times the limit |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for way, one in middle.items():
        seconds = one.seconds / jobs if way in ONE_PROCESS else one.seconds
        faster = f"{loop / seconds:.1f}" if loop else ""
        times = f"{seconds / limit:.2f}" if limit else ""
        lines.append(
            f"| {WAYS[way]} | {seconds:.1f} | {one.cpu:.1f} | {one.peak_mb:.0f} | {faster} | {times} |"
        )
    return "\n".join([*lines, "", versions(PACKAGES)])


if __name__ == "__main__":
    main()
