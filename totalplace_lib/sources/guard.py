"""Refuse a file that is broken or dangerous before anything opens it."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from pathlib import Path

from totalplace_lib.errors import SourceError

MOST_BYTES = 700 * 1024**2
"""Largest unpacked size accepted; the largest publication in use unpacks to a tenth of it."""

MOST_RATIO = 200
"""Largest unpacked to packed ratio accepted once a file unpacks to more than SMALL bytes."""

SMALL = 20 * 1024**2

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_GZIP = b"\x1f\x8b"
_PAGE = (b"<!doc", b"<html")
_FETCH_AGAIN = "Fetch it again from the landing page on its card in config/sources."


def check_plain(path: Path) -> None:
    """For a file that is no workbook (text, JSON, parquet): raise SourceError when it is missing, empty or a bomb,

    a workbook or archive under another name (which may be encrypted), or a web page.
    """
    start = _start(path)
    if start.startswith((_OLE, _ZIP)):
        raise SourceError(
            f"{path.name} is a workbook or an archive under another name, perhaps encrypted. {_FETCH_AGAIN}"
        )
    if start.lower().startswith(_PAGE):
        raise SourceError(f"{path.name} is a web page, saved by mistake. {_FETCH_AGAIN}")
    if start.startswith(_GZIP):
        _check_gzip(path)


def check_workbook(path: Path) -> None:
    """Raise SourceError when the file is missing, empty, encrypted, cut short, a bomb or not a workbook."""
    start = _start(path)
    if start == _OLE:
        _check_ole(path)
    elif start.startswith(_ZIP):
        _check_zip(path)
    else:
        raise SourceError(
            f"{path.name} is not a workbook (it begins with {start!r}; a web page saved by mistake?). {_FETCH_AGAIN}"
        )


def _start(path: Path) -> bytes:
    """The first bytes. SourceError when there is no file, or nothing in it."""
    if not path.is_file():
        raise SourceError(f"{path.name} is missing (looked for {path}). {_FETCH_AGAIN}")
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise SourceError(f"{path.name} is empty (0 bytes). {_FETCH_AGAIN}")
    return start


def _check_gzip(path: Path) -> None:
    """A compressed text: unpack it a piece at a time, and stop as soon as it is too large."""
    unpacked = 0
    try:
        with gzip.open(path) as file:
            while piece := file.read(1024**2):
                unpacked += len(piece)
                _check_size(path, unpacked)
    except (gzip.BadGzipFile, zlib.error, EOFError) as fault:
        raise SourceError(f"{path.name} is cut short or damaged ({fault}). {_FETCH_AGAIN}") from fault


def _check_ole(path: Path) -> None:
    """An .xls: refuse an encrypted package and a file shorter than its own table of sectors says."""
    data = path.read_bytes()
    if _ENCRYPTED in data:
        raise SourceError(f"{path.name} is encrypted: open it with its password and save it without one.")
    sector = 1 << int.from_bytes(data[30:32], "little") if len(data) >= 512 else 0
    tables = int.from_bytes(data[44:48], "little")
    last = max((_sector(data, 76 + 4 * number) for number in range(min(tables, 109))), default=0)
    if len(data) < 512 or sector not in (512, 4096) or (last + 1) * sector >= len(data) + sector:
        raise SourceError(f"{path.name} is cut short ({len(data):,} bytes). {_FETCH_AGAIN}")


def _sector(data: bytes, at: int) -> int:
    """One sector number from the header of an OLE file; 0 where the slot is free."""
    number = int.from_bytes(data[at : at + 4], "little")
    return number if number < 0xFFFFFFFA else 0


def _check_zip(path: Path) -> None:
    """An .xlsx: refuse a broken archive, one that unpacks beyond reason, and one that is no workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_size(
                path, sum(member.file_size for member in members)
            )  # as written, before unpacking a byte
            if archive.testzip() is not None:
                raise SourceError(f"{path.name} is damaged inside (a checksum differs). {_FETCH_AGAIN}")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as fault:
        raise SourceError(f"{path.name} is cut short or damaged ({fault}). {_FETCH_AGAIN}") from fault
    names = {member.filename for member in members}
    if not any(name.startswith("xl/workbook") or name == "content.xml" for name in names):
        raise SourceError(f"{path.name} is a zip archive but not a workbook. {_FETCH_AGAIN}")


def _check_size(path: Path, unpacked: int) -> None:
    """Refuse what unpacks to more bytes than any publication does, absolutely or for its size."""
    ratio = unpacked / max(path.stat().st_size, 1)
    if unpacked > MOST_BYTES or (unpacked > SMALL and ratio > MOST_RATIO):
        raise SourceError(
            f"{path.name} would unpack to {unpacked / 1024**2:,.0f} MB or more ({ratio:,.0f} times its size): "
            "refused as a zip bomb. No publication in use comes near that; check where the file came from."
        )
