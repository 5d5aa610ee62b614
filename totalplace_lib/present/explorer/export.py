"""A view to take away: its table and its lines as CSV, and its question as a file of parameters for papermill."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass

from totalplace_lib.analysis.exploring import Answer
from totalplace_lib.present.data_package import csv_cell, csv_text
from totalplace_lib.present.exhibit import Exhibit, to_record
from totalplace_lib.present.explorer.pictures import REPORTS, changes_in_words
from totalplace_lib.present.note import Note
from totalplace_lib.present.text import slugged


@dataclass(frozen=True)
class File:
    """A file to download: name, kind (MIME type), text, and what it is in words."""

    name: str
    kind: str
    text: str
    title: str


def files(answer: Answer, shown: Exhibit | Note, notebook: str, chosen: Mapping[str, str]) -> list[File]:
    """The files of a view: the table of the picture where there is one, every line with its source, the parameters."""
    stem = slugged(f"{answer.count.place.slug} {answer.asked.year}")
    made = [
        File(f"{stem}-lines.csv", "text/csv", lines_csv(answer), "Every line with its source (CSV)"),
        File(
            f"{stem}-parameters.yaml",
            "text/yaml",
            parameters(answer, notebook, chosen),
            "Parameters for papermill (YAML)",
        ),
    ]
    if isinstance(shown, Exhibit):
        text = csv_text(to_record(shown))
        made.insert(0, File(f"{stem}-{shown.slug}.csv", "text/csv", text, "The table of this picture (CSV)"))
    return made


def lines_csv(answer: Answer) -> str:
    """All lines of the answer in full precision: text neutralised for spreadsheets, gaps empty."""
    lines = answer.count.lines
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(lines.columns)
    values = lines.astype(object).where(lines.notna(), None)
    for row in values.itertuples(index=False, name=None):
        writer.writerow(csv_cell(value) for value in row)
    return text.getvalue()


def report_of(answer: Answer, view: str, into: str) -> tuple[str, dict[str, str]]:
    """The notebook that answers the question as a report, and its parameters.

    That of the picture where it has one of its own, else the count, or the deep dive where a theme is chosen.
    into: the file of new councils
    """
    asked = answer.asked
    chosen = {"place": answer.count.place.slug, "year": asked.year}
    if view in REPORTS:
        return REPORTS[view], chosen | ({"into": into} if REPORTS[view] == "reorganisation" else {})
    if asked.theme:
        return "deep_dive", chosen | {"theme": asked.theme, "prices": asked.prices}
    return "whole_area_count", chosen


def parameters(answer: Answer, notebook: str, chosen: Mapping[str, str]) -> str:
    """Parameters as YAML for `papermill -f`; what no report can be told stands above them as a comment."""
    lines = [
        f"# papermill notebooks/{notebook}.ipynb report.ipynb -f THIS-FILE",
        *(
            f"# The explorer also showed, and the report does not know: {said}"
            for said in _not_told(answer, notebook)
        ),
        *(f"{name}: {json.dumps(value)}" for name, value in chosen.items()),
    ]
    return "\n".join(lines) + "\n"


def _not_told(answer: Answer, notebook: str) -> list[str]:
    deep = notebook == "deep_dive"
    said = [each for each in changes_in_words(answer) if not (deep and each.startswith("Theme:"))]
    if not deep and answer.asked.prices != "cash":
        said.append(f"prices of {answer.asked.prices}.")
    return said
