"""Broken and dangerous files are refused before they are opened."""

from __future__ import annotations

import ast
import gzip
import zipfile
from pathlib import Path

import pytest
from made_up import write_workbook

from totalplace_lib.errors import SourceError
from totalplace_lib.sources import guard
from totalplace_lib.sources.guard import check_plain, check_workbook
from totalplace_lib.sources.sheets import Workbook


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return write_workbook(tmp_path / "good.xlsx", {"Data": [["a", 1]] * 400})


def test_a_good_workbook_passes(workbook: Path) -> None:
    check_workbook(workbook)
    assert Workbook.open(workbook).sheet("Data").cell(400, 1) == 1


def test_a_missing_file_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"gone\.xls is missing .*Fetch it again"):
        check_workbook(tmp_path / "gone.xls")


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.xls").touch()
    with pytest.raises(SourceError, match=r"empty\.xls is empty \(0 bytes\)"):
        check_workbook(tmp_path / "empty.xls")


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_short(workbook: Path, part: float) -> None:
    data = workbook.read_bytes()
    workbook.write_bytes(data[: int(len(data) * part)])
    with pytest.raises(SourceError, match="cut short or damaged"):
        check_workbook(workbook)


@pytest.mark.parametrize("at", [0.3, 0.5, 0.7])
def test_a_file_damaged_inside(workbook: Path, at: float) -> None:
    data = bytearray(workbook.read_bytes())
    start = int(len(data) * at)
    data[start : start + 40] = bytes(40)
    workbook.write_bytes(bytes(data))
    with pytest.raises(SourceError, match="damaged"):
        check_workbook(workbook)


def test_an_old_workbook_cut_short(tmp_path: Path) -> None:
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[30:32] = (9).to_bytes(2, "little")
    header[44:48] = (1).to_bytes(4, "little")
    header[76:80] = (1000).to_bytes(4, "little")
    (tmp_path / "short.xls").write_bytes(bytes(header) + bytes(512 * 10))
    with pytest.raises(SourceError, match=r"short\.xls is cut short"):
        check_workbook(tmp_path / "short.xls")


def test_an_encrypted_workbook(tmp_path: Path) -> None:
    data = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(1000)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(1000)
    )
    (tmp_path / "locked.xlsx").write_bytes(data)
    with pytest.raises(SourceError, match=r"locked\.xlsx is encrypted: open it with its password"):
        Workbook.open(tmp_path / "locked.xlsx")


def test_a_zip_bomb(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(guard.SMALL + 1))
    with pytest.raises(SourceError, match=r"would unpack to 20 MB .*refused as a zip bomb"):
        Workbook.open(tmp_path / "bomb.xlsx")


def test_a_web_page_saved_by_mistake(tmp_path: Path) -> None:
    (tmp_path / "page.xls").write_text("<html>Not found</html>")
    with pytest.raises(SourceError, match=r"not a workbook .*a web page saved by mistake"):
        check_workbook(tmp_path / "page.xls")


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "other.xlsx", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(SourceError, match="a zip archive but not a workbook"):
        check_workbook(tmp_path / "other.xlsx")


@pytest.mark.publications
def test_every_publication_passes(publications: Path) -> None:
    found = [path for path in publications.rglob("*.xls*") if "payments" not in path.parts]
    for path in found:
        check_workbook(path)
    assert len(found) > 20


@pytest.mark.publications
@pytest.mark.parametrize("part", [0.2, 0.6, 0.95])
def test_an_old_publication_cut_short(publications: Path, tmp_path: Path, part: float) -> None:
    data = (publications / "la_finance" / "capital" / "cor4_2008_09.xls").read_bytes()
    (tmp_path / "cut.xls").write_bytes(data[: int(len(data) * part)])
    with pytest.raises(SourceError, match="cut short"):
        Workbook.open(tmp_path / "cut.xls")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", r"is empty \(0 bytes\)"),
        (b"PK\x03\x04rest", "an archive under another name, perhaps encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1EncryptedPackage", "a workbook or an archive under another name"),
        (b"<!DOCTYPE html>", "is a web page, saved by mistake"),
        (b"<html>", "is a web page, saved by mistake"),
        (gzip.compress(bytes(guard.SMALL + 1)), "refused as a zip bomb"),
        (gzip.compress(b"a,b\n" * 100)[:-6], "cut short or damaged"),
        (b"\x1f\x8bwords", "cut short or damaged"),
    ],
    ids=["empty", "zip", "encrypted", "page", "small page", "bomb", "cut", "no gzip"],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "table.csv.gz").write_bytes(content)
    with pytest.raises(SourceError, match=words):
        check_plain(tmp_path / "table.csv.gz")


def test_text_passes_packed_or_not(tmp_path: Path) -> None:
    for name, content in {"a.csv": b"a,b\n", "b.csv.gz": gzip.compress(b"a,b\n")}.items():
        (tmp_path / name).write_bytes(content)
        check_plain(tmp_path / name)


def test_a_bomb_is_not_unpacked_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SMALL", 3 * 1024**2)
    (tmp_path / "bomb.csv.gz").write_bytes(gzip.compress(bytes(60 * 1024**2)))
    with pytest.raises(SourceError, match=r"would unpack to (1[0-9]|[4-9]) MB or more"):
        check_plain(tmp_path / "bomb.csv.gz")


OPENERS = {"read_parquet", "read_excel", "from_path", "read_text", "loads"}
GUARDED = {"check_plain", "check_workbook"}


def test_nothing_opens_a_publication_past_the_guard() -> None:
    """Every module that opens files of the raw folder itself calls the guard; the others use those modules."""
    own = {"cards", "download", "datapackage", "uses", "data_log", "tables", "editions"}  # files of ours
    for path in sorted(Path(guard.__file__).parent.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        opened = {call.attr for call in calls if isinstance(call, ast.Attribute)} & OPENERS
        opened |= {"pd.read_csv"} & {ast.unparse(call) for call in calls}
        if path.stem not in own | {"guard"} and opened:
            names = {getattr(call, "id", "") for call in calls}
            assert names & GUARDED, f"{path.name} opens files ({', '.join(opened)}) without the guard"
