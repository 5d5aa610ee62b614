"""The full key tournament, and one place with its ranges from a cold shell: seconds, processor time, memory.

    python benchmarks/evidence.py [--place birmingham] [--rounds 3] [--write]

Each run is a process of its own on a copy of the project, so that nothing is warm but the machine's file cache; the
tournament writes its pages there. The rounds are interleaved; medians are told. --write puts the table into
benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from measure import Measured, measure
from readme import versions, write_table

from totalplace_lib import project

TOTALPLACE = Path(sys.executable).with_name("totalplace")
PACKAGES = ("pandas", "pyarrow", "numpy", "scipy")
MOST_SECONDS = {"evidence": 180, "count": 3}


def main() -> None:
    """Measure and tell."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--place", default="birmingham")
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--write", action="store_true")
    asked = words.parse_args()
    commands = {"evidence": ["evidence"], "count": ["count", asked.place, "--json"]}
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        home = set_up(Path(folder))
        found: dict[str, list[Measured]] = {name: [] for name in commands}
        for number in range(1, asked.rounds + 1):
            for name, command in commands.items():
                run = measure(
                    [str(TOTALPLACE), *command], os.environ | {"TOTALPLACE_HOME": str(home)}, quiet=True
                )
                found[name].append(run)
                print(f"round {number} {name}: {run}", file=sys.stderr, flush=True)
    told = {f"`totalplace {' '.join(command)}`": name for name, command in commands.items()}
    table = as_table(told, found, asked.rounds, load)
    print(table)
    if asked.write:
        write_table("evidence", table)


def set_up(folder: Path) -> Path:
    """Copy what the tournament reads and writes."""
    home = folder / "home"
    for name in ("config", "data/processed", "docs"):
        shutil.copytree(project.home() / name, home / name)
    return home


def as_table(told: dict[str, str], found: dict[str, list[Measured]], number: int, load: float) -> str:
    """Markdown: one row per command, with what it may take."""
    lines = [
        f"Medians of {number} interleaved rounds, {os.cpu_count()} processors. Load of the machine before: {load:.1f}.",
        "",
        "| command | seconds | may take | processor seconds | peak memory (PSS), MB |",
        "|---|--:|--:|--:|--:|",
    ]
    for command, name in told.items():
        one = Measured.median(found[name])
        lines.append(
            f"| {command} | {one.seconds:.1f} | {MOST_SECONDS[name]} | {one.cpu:.1f} | {one.peak_mb:.0f} |"
        )
    return "\n".join([*lines, "", versions(PACKAGES)])


if __name__ == "__main__":
    main()
