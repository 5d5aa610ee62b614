import os
import zipfile
from pathlib import Path

import pytest

from totalplace_lib.errors import UsageError
from totalplace_lib.publish.archive import write_archive


def folder_of_reports(parent: Path) -> Path:
    folder = parent / "reports"
    (folder / "birmingham").mkdir(parents=True)
    (folder / "index.html").write_text("<p>index</p>")
    (folder / "birmingham" / "count-2008-09.html").write_text("<p>count</p>" * 100)
    (folder / ".cache").mkdir()
    (folder / ".cache" / "key").write_text("x")
    (folder / "_logs").mkdir()
    (folder / "_logs" / "birmingham.log").write_text("12:00 began")
    return folder


def test_the_same_folder_gives_the_same_bytes(tmp_path):
    one, other = folder_of_reports(tmp_path / "a"), folder_of_reports(tmp_path / "b")
    os.utime(other / "index.html", (1, 1))
    assert write_archive(one).read_bytes() == write_archive(other).read_bytes()


def test_the_folder_comes_out_whole_without_logs_and_hidden_files(tmp_path):
    archive = write_archive(folder_of_reports(tmp_path))
    assert archive == tmp_path / "reports.zip"
    with zipfile.ZipFile(archive) as inside:
        assert inside.namelist() == ["reports/birmingham/count-2008-09.html", "reports/index.html"]
        assert inside.read("reports/index.html") == b"<p>index</p>"


def test_an_archive_inside_the_folder_does_not_hold_itself(tmp_path):
    folder = folder_of_reports(tmp_path)
    first = write_archive(folder, folder / "all.zip").read_bytes()
    assert write_archive(folder, folder / "all.zip").read_bytes() == first


def test_a_folder_without_index_is_a_users_mistake(tmp_path):
    with pytest.raises(UsageError, match="make the reports first"):
        write_archive(tmp_path)
    assert not list(tmp_path.iterdir())
