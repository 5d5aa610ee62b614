"""The department's statistical neighbours: lists in order, numbers that no council has, a council beside itself."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib.errors import SourceError
from totalplace_lib.sources.statistical_neighbours import LISTED, tidy
from totalplace_lib.sources.textfiles import TextFile, read_csv

HEAD = ["old_la_code", "la_name", *(f"SN_{n}{kind}" for n in range(1, LISTED + 1) for kind in ("", "P"))]
NEAR = [301, 302, 370, 800, 822, 303, 330, 889, 350, 357]


def wide(tmp_path: Path, number: int, *near: int) -> TextFile:
    path = tmp_path / "neighbours.csv"
    cells = [str(cell) for each in near for cell in (each, "Close ")]
    path.write_text(",".join(HEAD) + "\n" + ",".join([str(number), "Blackpool", *cells]) + "\n")
    return read_csv(path, HEAD)


def test_a_list_keeps_its_order_and_its_words(tmp_path: Path) -> None:
    found = tidy(wide(tmp_path, 890, *NEAR), councils=1)
    assert found["place"].tolist() == list(range(1, 11))
    assert set(found["authority_code"]) == {"E2302"}
    assert found["neighbour_code"].tolist()[:2] == ["E5030", "E5031"]
    assert set(found["closeness"]) == {"Close"}
    assert found["column"].tolist()[-1] == "SN_10"


@pytest.mark.parametrize(
    ("near", "says"),
    [
        ([999, *NEAR[1:]], "row 2: no council has the education number 999"),
        ([890, *NEAR[1:]], "line 2: a council is its own neighbour"),
    ],
)
def test_what_cannot_be_is_an_error(tmp_path: Path, near: list[int], says: str) -> None:
    with pytest.raises(SourceError, match=says):
        tidy(wide(tmp_path, 890, *near), councils=1)


def test_a_council_that_is_gone_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="1 councils, expected 153"):
        tidy(wide(tmp_path, 890, *NEAR))


def test_what_is_held_is_ten_neighbours_of_every_council() -> None:
    held = pd.read_parquet(
        Path(__file__).parents[3] / "data" / "processed" / "statistical_neighbours.parquet"
    )
    assert held.groupby("authority_code")["neighbour_code"].nunique().value_counts().to_dict() == {10: 153}
