"""config/ of a revision of git beside that of the working tree."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from totalplace_lib.analysis import config_versions
from totalplace_lib.analysis.config_versions import RowChange
from totalplace_lib.errors import UsageError
from totalplace_lib.frame_cache import FOLDER, LENT


def git(home: Path, *words: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(home), *who, *words], check=True, capture_output=True)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    home = tmp_path / "clone"
    (home / "config").mkdir(parents=True)
    (home / "data" / "processed").mkdir(parents=True)
    (home / "data" / "processed" / "t.parquet").write_bytes(b"table")
    (home / "config" / "t.csv").write_text("# note\na,b\n1,2\n3,4\n")
    git(home, "init", "-q")
    git(home, "add", ".")
    git(home, "commit", "-qm", "first")
    return home


def test_the_config_of_a_revision_stands_beside_the_tree_which_is_left_alone(clone: Path) -> None:
    (clone / "config" / "t.csv").write_text("# another note\na,b\n1,2\n3,5\n")
    with config_versions.project_at(clone, "HEAD", clone / ".cache") as before:
        assert (before / "data" / "processed" / "t.parquet").read_bytes() == b"table"
        found = config_versions.changes(config_versions.contents(before), config_versions.contents(clone))
        assert before != clone
    assert found == [
        RowChange("config/t.csv", "removed", 4, "3,4"),
        RowChange("config/t.csv", "added", 4, "3,5"),
    ]
    assert not before.exists()
    assert (clone / "data" / "processed" / "t.parquet").read_bytes() == b"table"
    assert (clone / "config" / "t.csv").read_text().endswith("3,5\n")


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x", "a b"])
def test_a_revision_that_is_none_says_what_to_type(clone: Path, revision: str) -> None:
    with (
        pytest.raises(UsageError, match="HEAD"),
        config_versions.project_at(clone, revision, clone / ".cache"),
    ):
        pass
    assert sorted(path.name for path in clone.iterdir()) == [".git", "config", "data"]


def test_a_folder_that_is_no_clone_says_so(tmp_path: Path) -> None:
    with (
        pytest.raises(UsageError, match="clone"),
        config_versions.project_at(tmp_path, "HEAD", tmp_path / ".cache"),
    ):
        pass


def test_comments_and_empty_lines_are_no_edits_but_order_is() -> None:
    one = {"config/t.csv": "# x\na\n1\n2\n"}
    assert config_versions.changes(one, {"config/t.csv": "a\n\n1\n# y\n2\n"}) == []
    assert len(config_versions.changes(one, {"config/t.csv": "a\n2\n1\n"})) == 2
    assert [change.change for change in config_versions.changes(one, {})] == ["removed"] * 3


def test_each_of_the_two_projects_has_the_frames_of_the_other_at_hand(clone: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    (cache / FOLDER).mkdir(parents=True)
    (cache / FOLDER / "money").write_text("made here")
    for _ in range(2):  # the second time, what the first made is still there
        with config_versions.project_at(clone, "HEAD", cache) as before:
            assert (before / ".totalplace" / LENT / "money").read_text() == "made here"
            (before / ".totalplace" / FOLDER / "other").write_text("made there")
            assert (cache / LENT / "other").read_text() == "made there"
        assert not (cache / LENT).exists()
    assert (cache / FOLDER / "money").exists() and not (cache / FOLDER / "other").exists()
