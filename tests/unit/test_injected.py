"""Papermill on its own: a parameter that the notebook does not have, or of another type, ends with a clear error."""

from __future__ import annotations

from pathlib import Path

import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from totalplace_lib.errors import Faults, UsageError
from totalplace_lib.injected import check

ROOT = Path(__file__).parents[2]
OWN = 'place = "birmingham"\nyear = "2008-09"\nsaving = 0.01\nothers: list = []\nlimit = None'


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            'plce = "kent"',
            "no parameter 'plce'. Did you mean 'place'? It has: place, year, saving, others, limit",
        ),
        ("place = 5", "Parameter place must be text, such as 'birmingham', not 5"),
        ("place = None", "Parameter place must be text"),
        ("saving = True", "Parameter saving must be a number, such as 0.01, not True"),
        ('others = "kent"', "Parameter others must be a list"),
        ('place = "' + "A" * 100_000 + '"\nx = 1', "no parameter 'x'"),
    ],
)
def test_what_is_wrong_is_named(given: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        check([OWN, f"# Parameters\n{given}\n", "import totalplace_lib"])
    assert says in str(caught.value)
    assert len(str(caught.value)) < 500


def test_all_faults_together() -> None:
    with pytest.raises(Faults, match="2 faults"):
        check([OWN, "# Parameters\nplce = 1\nyear = 2008\n"])


@pytest.mark.parametrize(
    "cells",
    [
        [],
        ["import totalplace_lib"],
        [OWN, '# Parameters\nplace = "kent"\nsaving = 1\nothers = ["x"]\nlimit = 3\n'],
        ['place, year = "a", "2008-09"', '# Parameters\nyear = "2007-08"\n'],
        ["place = str(1)", "# Parameters\nplace = 5\n"],
        [OWN, "# Parameters\nplce = 1\n", OWN, '# Parameters\nplace = "kent"\n'],  # mended, and run again
        ["# Parameters are below", OWN],
    ],
)
def test_what_is_right_passes(cells: list[str]) -> None:
    check(cells)


@pytest.mark.slow
@pytest.mark.parametrize("engine", [None, "totalplace"])
@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ({"plce": "kent"}, "The notebook has no parameter 'plce'"),
        ({"place": 5}, "Parameter place must be text"),
    ],
)
def test_plain_papermill_ends_with_it(
    engine: str | None, parameters: dict[str, object], says: str, tmp_path: Path
) -> None:
    with pytest.raises((PapermillExecutionError, UsageError), match=says):
        papermill.execute_notebook(
            ROOT / "notebooks" / "whole_area_count.ipynb", tmp_path / "out.ipynb", parameters,
            engine_name=engine, cwd=str(ROOT), kernel_name="python3", progress_bar=False,
        )  # fmt: skip
