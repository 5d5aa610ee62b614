"""A small project of its own, with notebooks that take a fraction of a second, for the tests of the batch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from made_up import describe_tables

from totalplace_lib import project
from totalplace_lib.errors import UsageError
from totalplace_lib.publish.plan import Plan, make_plan
from totalplace_lib.publish.selection import Selection

PARAMETERS = 'place = "anywhere"\nyear = "2008-09"'
READS_TABLE = "from totalplace_lib import project\nspend = project.read_table('toy')"
HEADLINE = (
    "from IPython.display import Markdown\n"
    "Markdown(f'{place} spent {spend.amount_gbp.sum():,.0f} pounds in {year}.')"
)


class ToyProject:
    """A project folder with one table, one report and what a test adds."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.out = home / "reports"
        for folder in ("config", "data/processed", "notebooks"):
            (home / folder).mkdir(parents=True)
        (home / "config" / "reports.csv").write_text(
            "report,notebook,title,parameters,named_by,order,prepare,check\n"
            'count,notebooks/count.ipynb,"Count: {place_name}, {year}",place year,year,1,,\n'
            'other,notebooks/other.ipynb,"Other: {place_name}",place,,2,,\n'
        )
        self.table("toy", [1.0, 2.0])
        self.notebook("count", READS_TABLE, HEADLINE)
        self.notebook("other", "print(place)")

    def table(self, name: str, amounts: list[float]) -> None:
        """Write data/processed/<name>.parquet, and its checksum beside it."""
        path = self.home / "data" / "processed" / f"{name}.parquet"
        pd.DataFrame({"amount_gbp": amounts}).to_parquet(path)
        describe_tables(path.parent)

    def notebook(self, name: str, *cells: str, parameters: str = PARAMETERS) -> Path:
        """Write notebooks/<name>.ipynb: a title, the parameters cell, then these cells."""
        first = nbformat.v4.new_code_cell(parameters)
        first.metadata["tags"] = ["parameters"]
        others = [nbformat.v4.new_code_cell(cell) for cell in cells]
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_markdown_cell("## Spending"), first, *others]
        )
        notebook.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        path = self.home / "notebooks" / f"{name}.ipynb"
        nbformat.write(notebook, path)
        return path

    def plan(self, *places: str, reports: tuple[str, ...] = ("count",), years: tuple[str, ...] = ()) -> Plan:
        """places x reports x years."""
        return make_plan([Selection(places, reports, years)], place_name=str.title)

    def pages(self) -> list[str]:
        """The pages and notebooks in the folder of reports, without the batch's own files and the pages of places."""
        found = (path.relative_to(self.out) for path in self.out.rglob("*") if path.is_file())
        return sorted(
            path.as_posix()
            for path in found
            if path.parts[0] not in (".batch", "_logs") and len(path.parts) > 1 and path.name != "index.html"
        )


def snapshot(out: Path) -> dict[str, bytes]:
    """All files of a folder of reports but those that hold times."""
    timed = {"run.json", "run.csv"}
    found = {path.relative_to(out): path for path in out.rglob("*") if path.is_file()}
    return {
        name.as_posix(): path.read_bytes()
        for name, path in found.items()
        if name.parts[0] not in (".batch", "_logs") and name.name not in timed
    }


def only_odd_years(year: str) -> None:
    """What the word of a column check can stand for: refuses years that begin with an even number."""
    if int(year[:4]) % 2 == 0:
        raise UsageError(f"{year} is even.")


@pytest.fixture
def toy_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ToyProject]:
    """A project of its own, found through TOTALPLACE_HOME."""
    toy = ToyProject(tmp_path / "home")
    monkeypatch.setenv("TOTALPLACE_HOME", str(toy.home))
    project.home.cache_clear()
    yield toy
    project.home.cache_clear()
