"""The record of a run and its two files."""

from __future__ import annotations

import csv
import json

from totalplace_lib.publish.record import ReportMeta, ReportResult, RunRecord, State, record_from

META = ReportMeta(
    "here", "Here", "count", "Count: Here", "2008-09", {"place": "here"}, "0.1.0", "1a2b3c4d", "count-2008-09"
)
MADE = ReportResult(META, State.MADE, 1.25, files=(META.page, META.notebook))
FAILED = ReportResult(META, State.FAILED, 2.0, 7, 'ValueError: "a", b', (META.failed_notebook,))
RECORD = RunRecord((MADE, FAILED), 3.5, 2, "0.1.0", "5e6f")


def test_json_gives_the_record_back_and_is_flat() -> None:
    assert record_from(RECORD.to_json()) == RECORD
    report = json.loads(RECORD.to_json())["reports"][1]
    assert {"place", "report", "state", "seconds", "cell", "message"} <= report.keys()
    assert (report["state"], report["cell"]) == ("failed", 7)


def test_csv_has_one_row_per_report() -> None:
    rows = list(csv.DictReader(RECORD.to_csv().splitlines()))
    assert [(row["place"], row["state"], row["cell"]) for row in rows] == [
        ("here", "made", ""),
        ("here", "failed", "7"),
    ]
    assert rows[1]["message"] == FAILED.message
    assert rows[0]["page"] == "here/count-2008-09.html"


def test_exit_code_is_about_what_was_asked_for() -> None:
    earlier = ReportResult(META, State.FAILED, in_run=False)
    assert RunRecord((MADE, earlier)).exit_code == 0
    assert RunRecord((MADE, FAILED)).exit_code == 1
    assert RunRecord((MADE, ReportResult(META, State.NOT_RUN))).exit_code == 1
    assert RunRecord((MADE, ReportResult(META, State.OUT_OF_DATE, in_run=False))).exit_code == 0
