"""What an edit of config/ moves: figures under two configs, the years that an edit can reach."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from totalplace_lib import project
from totalplace_lib.analysis import config_moves
from totalplace_lib.analysis.config_versions import RowChange
from totalplace_lib.errors import ConfigError

pytestmark = pytest.mark.slow


def figures(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=[*config_moves.FIGURE, "amount_gbp"])


def test_only_what_differs_has_moved_and_what_is_new_had_nothing_before() -> None:
    before = figures(("place", "Kent", "2008-09", 10.0), ("outcome", "a", "2008-09", 2.5))
    after = figures(("place", "Kent", "2008-09", 10.0), ("outcome", "b", "2008-09", 2.5))
    found = config_moves.moved(before, after)
    assert found[["name", "difference_gbp"]].to_numpy().tolist() == [["a", -2.5], ["b", 2.5]]
    assert pd.isna(found["before_gbp"].iloc[1]) and pd.isna(found["after_gbp"].iloc[0])
    assert config_moves.moved(before, before).empty


def edit(file: str) -> list[RowChange]:
    return [RowChange(file, "added", 3, "x")]


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """A project with a copy of config/ to edit and the data of this one."""
    shutil.copytree(project.home() / "config", tmp_path / "config")
    (tmp_path / "data").symlink_to(project.home() / "data")
    return tmp_path


def replace(home: Path, old: str, new: str) -> None:
    path = home / config_moves.RULES
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_edit_of_central_csv_reaches_the_years_whose_lines_it_decides(edited: Path) -> None:
    replace(edited, "Tax Free Child*", "Tax Free Children*")
    years = config_moves.years_moved(project.home(), edited, edit(config_moves.RULES))
    assert {"2014-15", "2017-18"} <= set(years)
    assert not {"2008-09", "2012-13"} & set(years)


def test_a_note_and_a_table_that_no_count_reads_reach_no_year(edited: Path) -> None:
    replace(edited, "Paid to working families", "Paid to families")
    assert config_moves.years_moved(project.home(), edited, edit(config_moves.RULES)) == []
    assert config_moves.years_moved(project.home(), edited, edit("config/published/counts.csv")) == []
    assert config_moves.years_moved(project.home(), edited, []) == []


def test_an_edit_of_another_table_can_reach_every_year(edited: Path) -> None:
    found = config_moves.years_moved(project.home(), edited, edit("config/transfers.csv"))
    assert len(found) == len(config_moves.years())


def test_figures_read_no_table_that_is_taken_to_move_nothing() -> None:
    with project.noting_reads() as noted:
        config_moves.figures("2022-23")
    read = {name for name in noted if name.startswith("config/")}
    assert len(read) > 8
    assert [name for name in read if not name.startswith(config_moves.COUNTED)] == []


def test_what_one_rule_moves_is_said_place_by_place(edited: Path) -> None:
    replace(edited, "national entitlement,statutory_pay", "national entitlement,state_pension")
    heard: list[str] = []
    found = config_moves.difference(project.home(), edited, ["2017-18"], heard.append)
    places = found[found["what"] == config_moves.PLACE].set_index("name")
    assert heard == ["2017-18", "2017-18"]
    assert "England" not in places.index and places.loc["Birmingham", "difference_gbp"] < 0
    assert set(found["what"]) == {"place"}


def test_a_config_that_cannot_be_counted_is_an_error_with_its_reason(edited: Path) -> None:
    (edited / "config" / "transfers.csv").unlink()
    with pytest.raises(ConfigError, match=r"transfers\.csv"):
        config_moves.under(edited, ["2017-18"])
