"""What is dangerous in a file of payments is refused with its place, and takes no more memory than a piece."""

from __future__ import annotations

import gzip
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from payment_files import HEADINGS, ROWS, lines, read_all, written

from totalplace_lib.errors import SourceError

TEXT = lines(HEADINGS, *ROWS).encode()


def refused(path: Path, tmp_path: Path) -> str:
    with pytest.raises(SourceError) as fault:
        read_all(path, tmp_path / "work")
    assert path.name in str(fault.value)
    return str(fault.value)


def test_a_nul_byte_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(TEXT + b"Toyshire,01/01/2024,Qu\0ill Ltd,5,x\r\n")
    assert "line 7: a NUL byte" in refused(path, tmp_path)


def test_an_endless_line_is_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with path.open("wb") as stream:
        stream.write(TEXT)
        stream.truncate(len(TEXT))
        for _ in range(64):
            stream.write(b"a" * (1 << 20))
    code = (
        "import sys, resource, pathlib, tempfile\n"
        "from totalplace_lib.payments import payment_files\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: list(payment_files.parts(pathlib.Path(sys.argv[1]), pathlib.Path(tempfile.mkdtemp())))\n"
        "except Exception as fault: print(fault)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    told = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    message, grown = told.stdout.strip().rsplit("\n", 1)
    assert "line 7: a line of more than" in message
    assert int(grown) < 20 * 1024  # kilobytes


def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(TEXT + b'Toyshire,01/01/2024,"Quill Ltd,5,x\r\n' + TEXT * 30)
    assert "line 7" in refused(path, tmp_path)


def test_gzip_and_zip_bombs_are_refused(tmp_path: Path) -> None:
    bomb = b"0" * (64 * 1024**2)
    packed = tmp_path / "x.csv.gz"
    packed.write_bytes(gzip.compress(bomb))
    assert "unpacks to more than" in refused(packed, tmp_path)
    archive = tmp_path / "x.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("a.csv", bomb)
    assert "unpacks to more than" in refused(archive, tmp_path)


def test_archives_inside_archives_pages_and_damaged_files_are_refused(tmp_path: Path) -> None:
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as out:
        out.writestr("a.csv", TEXT)
    outer = tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as out:
        out.write(inner, "inner.zip")
    assert "archive inside an archive" in refused(outer, tmp_path)
    page = tmp_path / "page.csv"
    page.write_bytes(b"\r\n<!DOCTYPE html><html>not found</html>")
    assert "web page" in refused(page, tmp_path)
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(gzip.compress(TEXT)[:-20])
    assert "cut short" in refused(cut, tmp_path)
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    assert "empty" in refused(empty, tmp_path)


def test_a_sheet_that_claims_billions_of_cells_does_not_take_the_memory(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (HEADINGS, *ROWS):
        book.active.append(row)
    book.active["XFD1048576"] = "far away"
    path = tmp_path / "x.xlsx"
    book.save(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused(path, tmp_path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


def test_formulas_stay_text(tmp_path: Path) -> None:
    rows = [("Toyshire Council", "31/01/2024", "=cmd|' /C calc'!A0 Ltd", "5.00", "@SUM(1)")]
    (found,) = read_all(written(tmp_path / "x.csv", lines(HEADINGS, *rows)), tmp_path / "work")
    assert found.accepted["payee"].tolist() == ["=cmd|' /C calc'!A0 Ltd"]


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r", b"\r\r\n"])
def test_every_kind_of_line_end(tmp_path: Path, ends: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(TEXT.replace(b"\r\n", ends))
    (found,) = read_all(path, tmp_path / "work")
    assert (found.account.rows_read, found.account.accepted) == (5, 5)
