"""An edition comes from a file that anybody may have written: what is no count is refused with the reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError, UsageError
from totalplace_lib.sources.editions import read_edition

LINE = {
    "payer": "P", "spender": "S", "programme": None, "function": "F", "economic": "current", "control": "C",
    "amount_gbp": 12.5, "method": "actual", "key": "", "source": "x",
}  # fmt: skip


def count(**other: Any) -> dict[str, Any]:
    return {"name": "Toytown", "year": "2008-09", "lens": "all", "total_gbp": 12.5, "lines": [LINE]} | other


def written(folder: Path, value: Any) -> Path:
    path = folder / "count.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def test_a_count_is_read_back(tmp_path: Path) -> None:
    edition = read_edition(written(tmp_path, count()))
    assert (edition.name, edition.total_gbp) == ("Toytown, 2008-09 (count.json)", 12.5)
    assert edition.lines[["spender", "programme", "amount_gbp"]].to_numpy().tolist() == [["S", "", 12.5]]


def test_no_file_is_the_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no file"):
        read_edition(tmp_path / "count.json")
    with pytest.raises(UsageError, match="There is no file"):
        read_edition(tmp_path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "holds 0 counts"),
        ([count(), count()], "holds 2 counts"),
        ("17", "is not a count: no name, year"),
        ({"name": "x"}, "is not a count: no year, lens, total_gbp, lines"),
        (count(lines=[]), "'lines' is empty"),
        (count(lines="many"), "'lines' is empty or no list"),
        (count(lines=[LINE | {"amount_gbp": "12.5"}]), "line 1: amount_gbp is '12.5', not a number"),
        (count(lines=[LINE | {"amount_gbp": None}]), "line 1: amount_gbp is None"),
        (count(lines=[LINE | {"amount_gbp": True}]), "line 1: amount_gbp is True"),
        (count(lines=[LINE | {"amount_gbp": 1e300}]), "not a number"),
        (count(lines=[LINE | {"spender": 3}]), "line 1: payer, spender, .* must be texts"),
        (count(lines=["line"]), "line 1: .* must be texts"),
        (count(total_gbp=12.51), "total_gbp is 12.51, but the lines add up to 12.50"),
        (count(total_gbp="12.5"), "total_gbp is 12.5, but"),
    ],
)
def test_what_is_no_count_is_refused_with_the_reason(tmp_path: Path, content: Any, says: str) -> None:
    with pytest.raises(TotalPlaceError, match=says) as error:
        read_edition(written(tmp_path, content))
    assert isinstance(error.value, SourceError | Faults)
    assert error.value.exit_code == 3


def test_nan_in_the_file_is_no_amount(tmp_path: Path) -> None:
    with pytest.raises(Faults, match="amount_gbp is nan"):
        read_edition(written(tmp_path, json.dumps(count(lines=[LINE | {"amount_gbp": float("nan")}]))))
