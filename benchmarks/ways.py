"""One way of making reports, as a process of its own: python benchmarks/ways.py WAY TASKS OUT JOBS"""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from others import with_papermill, with_ploomber

from totalplace_lib.publish.plan import Plan, Task


def cli(tasks: Sequence[Task], out: Path, jobs: int) -> None:
    """(a) the two commands, one report after another."""
    for task in tasks:
        notebook = _target(task, out)
        given = [word for name, value in task.meta.parameters.items() for word in ("-p", name, str(value))]
        commands = (
            ["-m", "papermill", str(task.notebook), str(notebook), *given, "--no-progress-bar"],
            [
                "-m",
                "jupyter",
                "nbconvert",
                "--to",
                "html",
                "--no-input",
                "--log-level",
                "ERROR",
                str(notebook),
            ],
        )
        for command in commands:
            subprocess.run([sys.executable, *command], check=True, stderr=subprocess.DEVNULL)


def api(tasks: Sequence[Task], out: Path, jobs: int) -> None:
    """(b) both libraries' Python interfaces in a pool of processes."""
    in_processes(with_papermill, tasks, out, jobs)


def ploomber(tasks: Sequence[Task], out: Path, jobs: int) -> None:
    """(c) as (b), but the cells run in the process itself."""
    in_processes(with_ploomber, tasks, out, jobs)


def in_processes(make: Callable[[Task, Path], None], tasks: Sequence[Task], out: Path, jobs: int) -> None:
    """Fresh processes, each for several reports."""
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(make, tasks, [_target(task, out) for task in tasks]))


def ours(tasks: Sequence[Task], out: Path, jobs: int) -> None:
    """(d), (e), (f): what is there decides how much there is to do."""
    from totalplace_lib.publish.batch import run_batch

    record = run_batch(Plan(tuple(tasks)), out, jobs)
    states = [result.state for result in record.reports]
    print({str(state): states.count(state) for state in set(states)}, file=sys.stderr)
    if record.exit_code:
        sys.exit(record.reports[0].message or "a report failed")


def limit(tasks: Sequence[Task], out: Path, jobs: int) -> None:
    """The cells of all reports in one warm process, nothing else: writes how long they took."""
    _write_limit(tasks, out, whole=False)


def limit_whole(tasks: Sequence[Task], out: Path, jobs: int) -> None:
    """The same with each report's page, checks and downloads."""
    _write_limit(tasks, out, whole=True)


def limit_at_once(tasks: Sequence[Task], out: Path, jobs: int) -> None:
    """That in several warm processes at once, each with its part of the reports: what the cores really give."""
    from cells import run_whole

    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        told = list(pool.map(run_whole, [tasks[start::jobs] for start in range(jobs)]))
    _write_clock((max(seconds for seconds, _ in told), sum(cpu for _, cpu in told)), out)


def _write_limit(tasks: Sequence[Task], out: Path, *, whole: bool) -> None:
    from cells import run_all

    _write_clock(run_all(tasks, whole=whole), out)


def _write_clock(told: tuple[float, float], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / "limit.json").write_text(json.dumps(told), encoding="utf-8")


def change(table: Path) -> None:
    """Change one figure of a table, as a correction by its publisher would."""
    import pandas as pd

    frame = pd.read_parquet(table)
    column = next(name for name in frame.columns if pd.api.types.is_float_dtype(frame[name]))
    frame.loc[frame.index[0], column] += 0.01
    frame.to_parquet(table, index=False)


def _target(task: Task, out: Path) -> Path:
    path = out / task.meta.notebook
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def main() -> None:
    """Run the way that is named."""
    way, *words = sys.argv[1:]
    if way == "change":
        change(Path(words[0]))
        return
    tasks = Plan.from_rows(json.loads(Path(words[0]).read_text(encoding="utf-8"))).tasks
    ways = {
        "cli": cli,
        "api": api,
        "ploomber": ploomber,
        "limit": limit,
        "limit_whole": limit_whole,
        "limit_at_once": limit_at_once,
    }
    ways.get(way, ours)(tasks, Path(words[1]), int(words[2]))


if __name__ == "__main__":
    main()
