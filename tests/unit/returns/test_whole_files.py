"""Files that are broken, hold several bodies, come from LibreOffice, or are many: taken whole, or told in a sentence."""

from __future__ import annotations

import random
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from return_files import BODY, OTHER, PLACE, TOP, YEAR, asked, asked_of, csv_text, filled, headings

from totalplace_lib.present.return_form import sheets, write_xlsx
from totalplace_lib.returns import form
from totalplace_lib.returns.judging import judge

ROW = TOP + 2
"""The first line below the row for the whole body: hospitals, current. Two below: clinics."""
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


BROKEN: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "empty": ("a.xlsx", lambda content: b"", "is empty"),
    "cut short": ("a.xlsx", lambda content: content[: len(content) // 2], "cut short or damaged"),
    "a web page": ("a.xlsx", lambda content: b"<html><body>Sign in</body></html>", "no column 'Place'"),
    "a picture": (
        "a.csv",
        lambda content: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
        "neither a workbook nor a CSV file",
    ),
    "another archive": ("a.xlsx", lambda content: archive(), "is a zip archive but not a workbook"),
    "a macro": ("a.xlsm", lambda content: with_macro(content), "holds a macro"),
    "huge": ("a.csv", lambda content: b"x" * (9 * 1024**2), "is larger than 8 MB"),
    "quotes": ("a.csv", lambda content: b'Place,Year\n"never closed', "cannot be read as CSV"),
}


def archive() -> bytes:
    import io

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as whole:
        whole.writestr("readme.txt", "nothing")
    return held.getvalue()


def with_macro(content: bytes) -> bytes:
    import io

    held = io.BytesIO(content)
    with zipfile.ZipFile(held, "a") as whole:
        whole.writestr("xl/vbaProject.bin", b"Auto_Open")
    return held.getvalue()


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_told_in_one_sentence(tmp_path: Path, kind: str) -> None:
    name, change, words = BROKEN[kind]
    good = filled(tmp_path / "good.xlsx").read_bytes()
    (tmp_path / name).write_bytes(change(good))
    judged = judge(tmp_path / name, asked_of)
    assert any(words in fault for fault in judged.whole), judged.whole
    assert not judged.returns


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=4))
def test_no_byte_that_is_changed_ends_in_a_traceback(changes: list[tuple[int, int]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = filled(Path(folder) / "a.xlsx")
        content = bytearray(path.read_bytes())
        for at, byte in changes:
            content[at % len(content)] = byte
        path.write_bytes(bytes(content))
        judge(path, asked_of)


def test_a_csv_file_may_hold_several_bodies(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(csv_text(
        f'{PLACE},{YEAR},{BODY},Clerk,unpublished,pounds,All services,"£7,100,000"',
        f"{PLACE},{YEAR},{OTHER.upper()},Clerk,unpublished,pounds,colleges,3100000",
    ), encoding="utf-8")  # fmt: skip
    first, second = judge(path, asked_of).taken()
    assert (first.body, first.figures[0].gross_gbp, first.figures[0].low_gbp) == (BODY, 7_100_000, 6_000_000)
    assert (second.body, second.figures[0].service) == (OTHER, "Colleges")


def test_a_service_that_nobody_decided_is_only_suggested(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        csv_text(f"{PLACE},{YEAR},{BODY},Clerk,unpublished,pounds,Hospital care,1"), encoding="utf-8"
    )
    judged = judge(path, asked_of)
    assert any("no line 'Hospital care'" in fault and "Near: Hospitals" in fault for fault in judged.rows)


def test_libreoffice_fills_in_the_form(tmp_path: Path) -> None:
    """Opened and saved by LibreOffice as .ods and as .xlsx: the same return; its checks are worked out."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed.")
    filled(tmp_path / "a.xlsx")
    before = judge(tmp_path / "a.xlsx", asked_of).returns
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for kind in ("ods", "xlsx"):
        command = [
            office,
            profile,
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(tmp_path / kind),
            str(tmp_path / "a.xlsx"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
        judged = judge(tmp_path / kind / f"a.{kind}", asked_of)
        assert [*judged.whole, *judged.rows, *judged.doubts] == []
        assert judged.returns == before
    from totalplace_lib.sources.sheets import Workbook

    rows = Workbook.open(tmp_path / "ods" / "a.ods").book.get_sheet_by_name(form.SPENDING).to_python()
    assert {row[-1] for row in rows[TOP:] if row[-1]} == {"Inside our range"}


def test_two_hundred_returns_of_three_hundred_lines_in_half_a_minute(tmp_path: Path) -> None:
    """Ten are read here, each of other figures: a twentieth of the time."""
    wide = asked()
    more = [wide.lines.iloc[[0]].assign(service=f"Service {number}") for number in range(296)]
    import pandas as pd

    wide = type(wide)(
        wide.place, wide.name, wide.year, pd.concat([wide.lines, *more], ignore_index=True), wide.ranges
    )
    write_xlsx(tmp_path / "form.xlsx", sheets(wide, BODY, ""), "A form")
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    book[form.ABOUT]["B6"] = "A. Clerk"
    sheet = book[form.SPENDING]
    for row in range(TOP + 2, sheet.max_row + 1):
        sheet.cell(row, headings(sheet)["gross"]).value = random.Random(row).randrange(4_000_000, 6_000_000)
    book.save(tmp_path / "a.xlsx")
    started = time.process_time()
    for _ in range(10):
        judged = judge(tmp_path / "a.xlsx", lambda place, year: wide)
    assert len(judged.returns[0].figures) == 299
    assert (
        time.process_time() - started < 1.5 * 3
    )  # thrice what thirty seconds for two hundred leaves: a busy machine
