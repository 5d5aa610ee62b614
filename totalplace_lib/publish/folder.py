"""The folder of reports as one batch sees it: what it holds, what must be made, and what this run adds."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from totalplace_lib.errors import UsageError
from totalplace_lib.publish.cache import (
    Entry,
    Parts,
    digest_of,
    entry_bytes,
    entry_path,
    read_entries,
    reason_to_make,
)
from totalplace_lib.publish.catalogue import report_kinds
from totalplace_lib.publish.data_version import version_of_all
from totalplace_lib.publish.files import publish, recover, write_atomically
from totalplace_lib.publish.made import Made
from totalplace_lib.publish.own_files import (
    LOGS,
    PRIVATE,
    KeptFileError,
    demand_own_folders,
    inside,
    read_kept,
    read_regular,
)
from totalplace_lib.publish.plan import Plan, Task
from totalplace_lib.publish.record import READABLE, ReportMeta, ReportResult, RunRecord, State, record_from
from totalplace_lib.publish.siblings import with_siblings

_PLAN = f"{PRIVATE}/plan.json"
_ADVICE = "Begin a batch anew, without --resume: what is right as it is will not be made again."


@dataclass(frozen=True)
class Decision:
    """Why a report must be made; no reason when it is right as it is."""

    task: Task
    reason: str


@dataclass(frozen=True)
class Begun:
    """plan.json: what the last batch in this folder was asked for, and which reports it had to make."""

    tasks: tuple[Task, ...]
    to_make: tuple[str, ...]


def decide(plan: Plan, out: Path, force: bool = False) -> list[Decision]:
    """What a batch would make and why, without making it (--dry-run)."""
    demand_own_folders(out.resolve())
    return ReportFolder(out.resolve(), plan).decide(force)


def plan_to_resume(out: Path) -> Plan:
    """The plan of the last batch in this folder. UsageError where there was none; KeptFileError when it is not one that
    a batch of this project can have written."""
    path = out / _PLAN
    if not path.is_file():
        raise UsageError(f"There is nothing to resume in {out}: no batch was begun there.")
    plan = Plan.from_rows(_begun(path)["tasks"])
    kinds = report_kinds()
    for task in plan.tasks:
        inside(out, task.meta.page)
        kind = kinds.get(task.meta.report)
        if kind is None or kind.notebook != task.notebook:
            raise KeptFileError(
                f"{path} names the notebook {task.notebook} for the report '{task.meta.report[:200]}'; "
                f"config/reports.csv does not. {_ADVICE}"
            )
    return plan


def _begun(path: Path) -> dict[str, Any]:
    """The file that has the shape of Begun."""
    begun: dict[str, Any] = read_kept(path, Begun, _ADVICE)
    return begun


class ReportFolder:
    """Begin, add what was made, finish. Only the batch that holds the folder's lock may call these."""

    def __init__(self, out: Path, plan: Plan) -> None:
        self.out = out
        self._plan = plan
        self._parts = Parts()
        self._entries = read_entries(out)
        self._wanted: set[str] = set()  # to be made by this run
        self._made: set[str] = set()  # made by this run, or by the stopped one that it resumes
        self._began = time.perf_counter()

    def decide(self, force: bool = False) -> list[Decision]:
        """Each task of the plan with the reason to make it, if there is one."""
        return [Decision(task, "forced" if force else self._reason(task)) for task in self._plan.tasks]

    def _reason(self, task: Task) -> str:
        return reason_to_make(task, self._entries.get(task.meta.id), self._parts, self.out)

    def begin(self, force: bool, resume: bool) -> list[Task]:
        """Finish what a killed batch left, remember the plan for --resume; what must be made, longest first."""
        recover(self.out)
        self._entries = read_entries(self.out)
        to_make = [decision.task for decision in self.decide(force) if decision.reason]
        for task in to_make:
            for name in (task.meta.page, task.meta.failed_notebook, f"{LOGS}/{task.meta.id}.log"):
                inside(self.out, name)
        self._wanted = {task.meta.id for task in to_make}
        self._made = self._made_before() - self._wanted if resume else set()
        batch = {"tasks": self._plan.to_rows(), "to_make": sorted(self._wanted | self._made)}
        write_atomically(self.out / _PLAN, json.dumps(batch, indent=1, ensure_ascii=False) + "\n")
        return sorted(to_make, key=self._seconds_expected, reverse=True)

    def _seconds_expected(self, task: Task) -> float:
        """As long as last time; one that was never made may be the longest of all."""
        entry = self._entries.get(task.meta.id)
        return entry.seconds if entry else float("inf")

    def _made_before(self) -> set[str]:
        """What the stopped batch was to make."""
        path = self.out / _PLAN
        return set(_begun(path)["to_make"]) if path.is_file() else set()

    def add(self, task: Task, made: Made) -> ReportResult:
        """Publish a report, or the notebook of a failed one; nothing of the report before it stays behind."""
        files = {path: digest_of(content) for path, content in made.files.items()}
        parts = self._parts.of(task, made.reads)
        task = replace(task, meta=replace(task.meta, data_version=made.data_version))
        entry = Entry(task, made.state, parts, files, round(made.seconds, 2), made.cell, made.message)
        before = self._entries.get(task.meta.id)
        old = set(before.files) if before else set()
        old |= {task.meta.page, task.meta.notebook, task.meta.failed_notebook}
        publish(self.out, {entry_path(task.meta): entry_bytes(entry), **made.files}, sorted(old))
        self._entries[task.meta.id] = entry
        self._made.add(task.meta.id)
        return entry.result(made.state)

    def _link_siblings(self) -> None:
        """In the pages of every place of which a report was made: links to the place's other reports."""
        order = {report: number for number, report in enumerate(report_kinds())}
        touched = {self._entries[name].task.meta.folder for name in self._made}
        for folder in sorted(touched):
            own = [entry for entry in self._entries.values() if entry.task.meta.folder == folder]
            shown = [entry for entry in own if entry.state in READABLE]
            shown.sort(
                key=lambda one: (
                    one.task.meta.year or "",
                    order.get(one.task.meta.report, 0),
                    one.task.meta.id,
                )
            )
            metas = [entry.task.meta for entry in shown]
            for entry in shown:
                self._link(entry, metas)

    def _link(self, entry: Entry, metas: list[ReportMeta]) -> None:
        """Rewrite one page where its links are not those of today."""
        meta = entry.task.meta
        before = read_regular(inside(self.out, meta.page)).decode()
        now = with_siblings(before, meta, metas).encode()
        if now != before.encode():
            linked = replace(entry, files={**entry.files, meta.page: digest_of(now)})
            publish(self.out, {entry_path(meta): entry_bytes(linked), meta.page: now}, ())
            self._entries[meta.id] = linked

    def finish(self, jobs: int, workers: Executor | None = None) -> RunRecord:
        """Write run.json, run.csv and the front door for all that lies in the folder; workers may make the latter."""
        self._link_siblings()
        record = RunRecord(
            reports=(*map(self._result, self._plan.tasks), *self._earlier_reports()),
            seconds=round(time.perf_counter() - self._began, 2),
            jobs=jobs,
            library_version=version("totalplace"),
            data_version=version_of_all(),
        )
        if not self._is_told_already(record):
            if workers:
                workers.submit(_write_front_door, self.out, record, self._parts.of_figures()).result()
            else:
                _write_front_door(self.out, record, self._parts.of_figures())
        write_atomically(self.out / "run.csv", record.to_csv())
        write_atomically(self.out / "run.json", record.to_json())
        return record

    def _is_told_already(self, record: RunRecord) -> bool:
        """Whether the pages that are there say all this."""
        before = last_record(self.out)
        are_there = all((self.out / name).is_file() for name in ("index.html", "status.html"))
        return are_there and before is not None and before.reports == record.reports

    def _result(self, task: Task) -> ReportResult:
        entry = self._entries.get(task.meta.id)
        if task.meta.id in self._wanted - self._made or entry is None:
            return entry.result(State.NOT_RUN) if entry else ReportResult(task.meta, State.NOT_RUN)
        return entry.result(entry.state if task.meta.id in self._made else State.UNCHANGED)

    def _earlier_reports(self) -> Iterator[ReportResult]:
        planned = {task.meta.id for task in self._plan.tasks}
        for name, entry in self._entries.items():
            if name not in planned:
                yield entry.result(self._state_now(entry), in_run=False)

    def _state_now(self, entry: Entry) -> State:
        if entry.state is State.FAILED:
            return State.FAILED
        return State.OUT_OF_DATE if self._reason(entry.task) else State.UNCHANGED


def last_record(out: Path) -> RunRecord | None:
    """What the last batch in this folder left as its record; None where there is none to read."""
    try:
        return record_from(read_regular(out / "run.json").decode())
    except (OSError, ValueError):  # there is none, or it tells something else: it is written anew
        return None


def _write_front_door(out: Path, record: RunRecord, drawn_from: str) -> None:
    from totalplace_lib.publish.site.front_door import write_front_door  # imports pandas and all that counts

    write_front_door(out, record, drawn_from)
