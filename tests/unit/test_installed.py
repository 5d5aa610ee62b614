"""The wheel in a fresh environment and an empty folder: it counts, makes reports and is imported without a clone.

The other packages are those of the environment that runs the tests (a .pth file leads to them), so that nothing is
downloaded. Names of folders are as on Windows: spaces, backslashes, a drive letter.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from totalplace_lib.analysis.whole_area_count import whole_area_count

ROOT = Path(__file__).parents[2]
INTO_THE_WHEEL = ("setup.py", "pyproject.toml", "MANIFEST.in", "README.md", "LICENSE", "constraints.txt")
CARRIED = ("config", "data/processed", "notebooks")
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Installed:
    """A Python with nothing of the clone, and an empty folder to work in."""

    python: Path
    folder: Path
    wheel: Path

    def run(self, *words: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        hidden = ("TOTALPLACE_", "PYTHONPATH", "PYTEST")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
        told = {
            "XDG_CACHE_HOME": str(self.wheel.parent / "cache"),
            "JUPYTER_PATH": str(Path(sys.prefix) / "share" / "jupyter"),  # nbconvert's templates
        }
        return subprocess.run(
            [str(self.python), *words],
            cwd=folder or self.folder,
            env=kept | told,
            capture_output=True,
            text=True,
            check=False,
        )

    def totalplace(self, *words: str, folder: Path | None = None) -> str:
        done = self.run("-m", "totalplace_lib", *words, folder=folder)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("wheel")
    source = base / "source"
    source.mkdir()
    for name in INTO_THE_WHEEL:
        shutil.copy(ROOT / name, source / name)
    for part in (*CARRIED, "totalplace_lib"):
        shutil.copytree(ROOT / part, source / part, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    options = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "-w", base, source], check=True)
    return next(base.glob("totalplace-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    base = tmp_path_factory.mktemp("machine")
    home = base / "Program Files" / "Total Place"
    venv.create(home, with_pip=False, symlinks=os.name == "posix")
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    options = ["--quiet", "--no-index", "--no-deps", "--disable-pip-version-check"]
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    subprocess.run([*pip, "install", *options, str(wheel)], check=True)
    site = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    Path(site.stdout.strip(), "others.pth").write_text(sysconfig.get_path("purelib") + "\n")
    folder = base / ("Ann Smith" if os.name == "nt" else r"C:\Users\Ann Smith\total place")
    folder.mkdir()
    return Installed(python, folder, wheel)


def test_the_wheel_carries_what_the_clone_has(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = {
            name.removeprefix("totalplace_lib/carried/") for name in archive.namelist() if "/carried/" in name
        }
    here = {
        path.relative_to(ROOT).as_posix()
        for part in CARRIED
        for path in (ROOT / part).rglob("*")
        if path.is_file() and not any(piece.startswith(".") for piece in path.relative_to(ROOT).parts)
    }
    assert carried == here


def test_a_count_in_an_empty_folder(installed: Installed) -> None:
    here = whole_area_count("kent")
    assert installed.totalplace("count", "kent").startswith(f"Kent, 2008-09: £{here.total_gbp:,.0f}")
    code = "import totalplace_lib as tp; print(tp.__file__); print(tp.whole_area_count('kent').total_gbp)"
    file, total = installed.run("-c", code).stdout.splitlines()
    assert Path(file).is_relative_to(installed.python.parents[1])
    assert float(total) == here.total_gbp
    assert list(installed.folder.iterdir()) == []


def test_reports_land_in_the_working_folder_and_caches_with_the_user(
    installed: Installed, tmp_path: Path
) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    out = installed.totalplace("run", "kent", "--jobs", "1", folder=folder)
    assert out.splitlines()[-1] == str(folder / "reports" / "index.html")
    assert (folder / "reports" / "kent" / "count-2008-09.html").stat().st_size > 100_000
    assert [path.name for path in folder.iterdir()] == ["reports"]
    assert [path.name for path in (installed.wheel.parent / "cache").rglob("kept")] == ["kept"]
    pages = {path.relative_to(folder / "reports").as_posix() for path in (folder / "reports").rglob("*.html")}
    assert pages >= {"index.html", "status.html", "kent/count-2008-09.html"}
    assert " pages checked, 0 faults" in installed.totalplace("check", folder=folder)


def test_a_project_that_was_laid_out_comes_first(installed: Installed, tmp_path: Path) -> None:
    folder = tmp_path / "my place"
    assert f'cd "{folder}"' in installed.totalplace("start", str(folder))
    with (folder / "config" / "places.csv").open("a", encoding="utf-8") as table:
        table.write("two-towns,Two Towns,group,E4601 E4606,,,\n")
    listed = installed.totalplace("places", folder=folder / "notebooks")
    assert "two-towns" in listed
    assert "two-towns" not in installed.totalplace("places")


def test_what_writes_into_a_project_asks_for_one(installed: Installed) -> None:
    done = installed.run("-m", "totalplace_lib", "build")
    assert done.returncode == 2
    assert "totalplace start FOLDER" in done.stderr
    assert "Traceback" not in done.stderr
