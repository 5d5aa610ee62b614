"""The published edition holds no figure that was returned in confidence: pages, workbooks, CSV and notebooks are searched."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from totalplace_lib import project
from totalplace_lib.analysis.returns import asked_of
from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.returns import deliveries
from totalplace_lib.returns.judging import judge

pytestmark = pytest.mark.slow
PLANTED = {
    "unpublished": ("Homes and Communities Agency", 61_234_567),
    "confidential": ("Probation boards", 27_654_321),
}
HEAD = "Place,Year,Body,Filled in by,Status,Amounts are in,Source,Service,Gross spending,Notes\n"


def plant(folder: Path) -> None:
    """One published return, and two that are not: their figures, their clerk and their note are looked for."""
    rows = [
        "birmingham,2008-09,West Midlands Fire Service,Clerk,published,pounds,A report,All services,50000000,\n"
    ]
    rows += [
        f"birmingham,2008-09,{body},Zebedee Quillfeather,{status},pounds,,All services,{gbp},plantednote\n"
        for status, (body, gbp) in PLANTED.items()
    ]
    path = folder / "a.csv"
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    deliveries.add(path, judge(path, asked_of).taken(), "me")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project, with returns of its own."""
    ours, made = project.home(), tmp_path_factory.mktemp("project")
    for part in ("config", "notebooks", "data/processed"):
        (made / part).parent.mkdir(exist_ok=True)
        (made / part).symlink_to(ours / part, target_is_directory=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deliveries, "folder", lambda: made / "data" / "returns")
        plant(made)
    return made


@pytest.fixture(scope="module")
def out(home: Path) -> Path:
    """Count, evidence, flows and returns of the published edition."""
    kinds = [word for kind in ("count", "evidence", "flows", "returns") for word in ("-r", kind)]
    command = [
        sys.executable,
        "-m",
        "totalplace_lib",
        "run",
        "birmingham",
        *kinds,
        "-y",
        "2008-09",
        "-o",
        str(home / "out"),
        "-j",
        "2",
        "-q",
    ]
    subprocess.run(command, check=True, env={**os.environ, "TOTALPLACE_HOME": str(home)}, timeout=600)
    return home / "out"


def texts(folder: Path) -> dict[str, str]:
    """Every file of a folder as text; what workbooks and archives hold, by its name in them."""
    found = {}
    for path in (one for one in folder.rglob("*") if one.is_file()):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    found[f"{path.name}/{name}"] = archive.read(name).decode("utf-8", "replace")
        else:
            found[path.relative_to(folder).as_posix()] = path.read_bytes().decode("utf-8", "replace")
    return found


def words() -> list[str]:
    """The planted figures as they could be written, who sent them, and their note."""
    figures = [gbp for _, gbp in PLANTED.values()]
    written = [style for gbp in figures for style in (f"{gbp}", f"{gbp:,}", f"{gbp / 1e6:.3f}", f"{gbp:.6e}")]
    return [*written, "Quillfeather", "plantednote"]


def test_nothing_planted_is_in_any_file_of_the_published_edition(out: Path) -> None:
    held = texts(out)
    kinds = {Path(name.split("/")[0] if ".xlsx/" in name else name).suffix for name in held}
    assert {".html", ".xlsx", ".csv", ".ipynb"} <= kinds
    assert [(name, word) for name, text in held.items() for word in words() if word in text] == []
    assert any(
        "West Midlands Fire" in text and "50,000,000" in text.replace("50000000", "50,000,000")
        for text in held.values()
    )


def test_no_cache_on_disk_holds_what_was_planted(home: Path, out: Path) -> None:
    cache = home / ".totalplace"
    assert cache.is_dir()
    assert [(name, word) for name, text in texts(cache).items() for word in words() if word in text] == []


def test_the_search_finds_what_is_there(home: Path) -> None:
    held = texts(home / "data" / "returns")
    assert all(
        any(word in text for text in held.values())
        for word in ("61234567", "27654321", "Quillfeather", "plantednote")
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deliveries, "folder", lambda: home / "data" / "returns")
        amounts = {
            choice: whole_area_count("birmingham", "2008-09", returns=choice).returned["returned_gbp"].sum()
            for choice in ("none", "published", "partners", "all")
        }
    assert amounts == {"none": 0, "published": 50_000_000, "partners": 111_234_567, "all": 138_888_888}
