"""A thousand small reports on a Dask cluster of separate processes, one of them killed on the way.

    python benchmarks/cluster.py [--reports 1000] [--workers 2] [--write]

Each report counts all public money of one place in one year and draws who spends it.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from distributed import Client, LocalCluster
from readme import write_table

from totalplace_lib.national import places as national_places
from totalplace_lib.publish.batch import run_batch
from totalplace_lib.publish.cluster import cluster_executor
from totalplace_lib.publish.plan import Plan, Task
from totalplace_lib.publish.progress import Progress
from totalplace_lib.publish.record import ReportMeta, ReportResult, RunRecord, State

CELLS = (
    "import totalplace_lib as tp\nfrom totalplace_lib.present.views import counting as show\n"
    "count = tp.whole_area_count(place, year)",
    "show.by_spender_group(count)",
)


class KillsAWorker(Progress):
    """Kills one worker process when a third of the reports is done."""

    def __init__(self, address: str, after: int) -> None:
        self.address, self.after, self.done_so_far = address, after, 0

    def done(self, result: ReportResult) -> None:
        """Count, and kill once."""
        self.done_so_far += 1
        if self.done_so_far == self.after:
            with Client(self.address, set_as_default=False) as client:
                os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
        if self.done_so_far % 100 == 0:
            print(f"{self.done_so_far} done", file=sys.stderr, flush=True)


def main() -> None:
    """Make them, tell how it went."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--reports", type=int, default=1000)
    words.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    words.add_argument("--write", action="store_true")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        plan = small_reports(Path(folder), asked.reports)
        record, seconds = run(plan, Path(folder) / "out", asked.workers)
    rows = [f"{asked.workers} worker processes of one thread, one of them killed after a third. ", ""]
    rows += ["| reports | made | failed | seconds | seconds per report and worker |", "|--:|--:|--:|--:|--:|"]
    made, failed = record.count(State.MADE), record.count(State.FAILED)
    each = seconds * asked.workers / max(made, 1)
    rows.append(f"| {len(plan.tasks)} | {made} | {failed} | {seconds:.0f} | {each:.2f} |")
    table = "\n".join([*rows, "", f"Load of the machine at the end: {os.getloadavg()[0]:.1f}."])
    print(table)
    if asked.write:
        write_table("cluster", table)


def small_reports(folder: Path, number: int) -> Plan:
    """One task for each named place and year, until there are enough."""
    notebook = folder / "small.ipynb"
    first = nbformat.v4.new_code_cell('place = "birmingham"\nyear = "2008-09"')
    first.metadata["tags"] = ["parameters"]
    cells = [nbformat.v4.new_markdown_cell("## Who spends"), first, *map(nbformat.v4.new_code_cell, CELLS)]
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, notebook)
    places = national_places.places()[["slug", "name"]]
    years = ("2008-09", "2007-08", "2009-10")
    chosen = [
        _task(slug, name, year, notebook) for year in years for slug, name in places.itertuples(index=False)
    ]
    return Plan(tuple(chosen[:number]))


def _task(slug: str, name: str, year: str, notebook: Path) -> Task:
    told = {"place": slug, "year": year}
    meta = ReportMeta(slug, name, "count", f"Who spends in {name}, {year}", year, told, stem=f"small-{year}")
    return Task(meta, notebook)


def run(plan: Plan, out: Path, workers: int) -> tuple[RunRecord, float]:
    """The whole batch, with what the cluster needs to begin and to end left out."""
    with (
        LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0"
        ) as cluster,
        cluster_executor(cluster.scheduler_address, plan) as executor,
    ):
        progress = KillsAWorker(cluster.scheduler_address, after=len(plan.tasks) // 3)
        began = time.perf_counter()
        record = run_batch(plan, out, jobs=workers, executor=executor, progress=progress)
        return record, time.perf_counter() - began


if __name__ == "__main__":
    main()
