"""Who uses a publication is read from the data package, the notebooks and the library itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_up import write_config

from totalplace_lib.errors import UsageError
from totalplace_lib.sources.uses import tables_of_notebook, uses


def notebook(folder: Path, *cells: str) -> Path:
    path = folder / "notebooks" / "look.ipynb"
    path.parent.mkdir(exist_ok=True)
    made = [{"cell_type": "code", "source": cell} for cell in cells]
    path.write_text(json.dumps({"cells": [{"cell_type": "markdown", "source": "import nothing("}, *made]}))
    return path


def test_tables_are_found_through_the_imports(small_project: Path) -> None:
    assert "prices" in tables_of_notebook(
        notebook(small_project, "from totalplace_lib.analysis import prices")
    )
    assert tables_of_notebook(notebook(small_project, "from totalplace_lib import errors")) == set()
    counted = tables_of_notebook(
        notebook(small_project, "!ls\n%time\nimport totalplace_lib as tp\ntp.whole_area_count")
    )
    assert {"areas", "council_revenue", "cra"} <= counted


def test_tables_named_in_a_table_of_config_count_too(small_project: Path) -> None:
    write_config(
        small_project,
        "keys.csv",
        "key,name,table,filter,value,year,made,why\nland,Land,area_points,(none),hectares,fixed,direct,Roads\n",
    )
    assert "area_points" in tables_of_notebook(
        notebook(small_project, "from totalplace_lib.national import key_series")
    )


def test_a_notebook_that_cannot_be_read_is_named(small_project: Path) -> None:
    with pytest.raises(UsageError, match=r"notebooks/look\.ipynb cannot be read .*mend that cell"):
        tables_of_notebook(notebook(small_project, "for ("))


def test_cards_lead_to_tables_notebooks_and_reports(small_project: Path) -> None:
    package = {
        "resources": [{"name": "prices", "sources": ["deflator"]}, {"name": "land", "sources": ["map"]}]
    }
    (small_project / "data" / "processed" / "datapackage.json").write_text(json.dumps(package))
    notebook(small_project, "from totalplace_lib.analysis.prices import anything")
    (small_project / "notebooks" / "x.ipynb").write_text('{"cells": []}')
    write_config(
        small_project,
        "reports.csv",
        "report,notebook,title,parameters,named_by,order,prepare,check\n"
        "series,notebooks/look.ipynb,Series,place,,1,,\nother,notebooks/x.ipynb,Other,place,,2,,\n",
    )
    found = uses()
    assert found["deflator"].tables == ("prices",)
    assert (found["deflator"].notebooks, found["deflator"].reports) == (("look.ipynb",), ("series",))
    assert (found["map"].notebooks, found["map"].reports) == ((), ())


def test_every_notebook_of_the_project_reads_something() -> None:
    readers = {name for use in uses().values() for name in use.notebooks}
    assert {"whole_area_count.ipynb", "deep_dive.ipynb", "series.ipynb"} <= readers
    assert "deep_dive.ipynb" in uses()["looked_after_2010"].notebooks
    assert "flows.ipynb" not in uses()["looked_after_2010"].notebooks
