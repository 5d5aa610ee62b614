"""What is in a file of payments, whatever it is saved as: plain UTF-8 text on disk, one for each sheet or member.

Gives      csv (any divider), gz, zip of them, xls, xlsx, ods; UTF-8, UTF-16, Windows-1252, CP437, and mixtures by line
Refused    NUL bytes, a line above 1 MB, a web page, archives and workbooks that unpack beyond reason, encrypted ones
Memory     a piece at a time; a workbook is opened in a process of its own that may not take more than a limit
Told by content, never by the ending of the name: councils call tab-separated text .xls.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from totalplace_lib.errors import SourceError
from totalplace_lib.payments import workbooks

PIECE = 1 << 20
LONGEST_LINE = 1 << 20
MOST_UNPACKED = 20 * 1024**3
MOST_RATIO = 200
SMALL = 20 * 1024**2
MOST_MEMBERS = 500
_GZIP, _ZIP, _OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = (b"<!doc", b"<html", b"<?xml")


@dataclass(frozen=True)
class Part:
    """One table of a file as UTF-8 text: where it stands, and how many lines.

    name   of the sheet or member, "" for the file itself
    """

    file: str
    name: str
    path: Path
    lines: int
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()
    is_workbook: bool = False

    def __str__(self) -> str:
        return f"{self.file}, {self.name}" if self.name else self.file


@dataclass
class Look:
    """What one pass over the bytes of a text found."""

    has_high: bool = False
    is_utf8: bool = True
    lines: int = 0
    has_newline: bool = False
    has_odd_ends: bool = False
    decoder: codecs.IncrementalDecoder = field(
        default_factory=lambda: codecs.getincrementaldecoder("utf-8")("strict")
    )


def sha256(path: Path) -> str:
    """Digest of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def parts(path: Path, work: Path) -> Iterator[Part]:
    """The tables of a file, written to the folder `work` where they are not plain text already.

    Raises SourceError that names the file, and the line where there is one.
    """
    if not path.is_file():
        raise SourceError(f"{path} is no file. Name a file of payments (csv, xlsx, xls, ods, gz, zip).")
    yield from _parts(path, path.name, "", work)


def _parts(path: Path, file: str, name: str, work: Path) -> Iterator[Part]:
    with path.open("rb") as stream:
        start = stream.read(512)
    if not start:
        raise SourceError(f"{_where(file, name)} is empty.")
    if start.startswith(_GZIP):
        inner = work / "unpacked.gz.txt"
        _gunzip(path, inner, _where(file, name))
        yield from _parts(inner, file, name, work)
    elif start.startswith(_ZIP) and not _is_workbook(path, _where(file, name)):
        yield from _members(path, file, work)
    elif start.startswith((_ZIP, _OLE)):
        for sheet, text in workbooks.sheets(path, file, work):
            lines = text.stat().st_size and _count(text)
            yield Part(file, f"sheet '{sheet}'", text, lines, "workbook", is_workbook=True)
    elif start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_PAGE):
        raise SourceError(
            f"{_where(file, name)} is a web page or XML, saved by mistake. Fetch the file itself."
        )
    else:
        yield _text(path, start, file, name, work)


def _where(file: str, name: str) -> str:
    return f"{file}, {name}" if name else file


def _count(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(piece.count(b"\n") for piece in iter(lambda: stream.read(PIECE), b""))


def _is_workbook(path: Path, where: str) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile as fault:
        raise SourceError(f"{where} is cut short or damaged ({fault}). Fetch it again.") from fault
    return any(one in names for one in ("[Content_Types].xml", "content.xml", "mimetype"))


def _gunzip(path: Path, out: Path, where: str) -> None:
    """Unpack a piece at a time, and stop as soon as it is too large for what it was."""
    packed, total = path.stat().st_size, 0
    unpacker = zlib.decompressobj(wbits=31)
    with path.open("rb") as stream, out.open("wb") as target:
        try:
            for piece in iter(lambda: stream.read(PIECE), b""):
                data = piece
                while data:
                    plain = unpacker.decompress(data, PIECE)
                    total += len(plain)
                    _check_size(total, packed, where)
                    target.write(plain)
                    data = unpacker.unconsumed_tail
                    if unpacker.eof:
                        data = unpacker.unused_data
                        unpacker = zlib.decompressobj(wbits=31) if data else unpacker
        except zlib.error as fault:
            raise SourceError(f"{where} is damaged ({fault}). Fetch it again.") from fault
    if not unpacker.eof:
        raise SourceError(f"{where} is cut short. Fetch it again.")


def _check_size(unpacked: int, packed: int, where: str) -> None:
    if unpacked > MOST_UNPACKED or (unpacked > SMALL and unpacked > MOST_RATIO * max(packed, 1)):
        raise SourceError(
            f"{where} unpacks to more than {unpacked // 1024**2} MB from {packed:,} bytes: no publication does. "
            "Refused; fetch it again from the publisher."
        )


def _members(path: Path, file: str, work: Path) -> Iterator[Part]:
    """Each file of an archive in turn; archives inside archives are refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir() and _is_data(one.filename)]
            if len(members) > MOST_MEMBERS:
                raise SourceError(f"{file} holds {len(members)} files; at most {MOST_MEMBERS} are read.")
            if not members:
                raise SourceError(f"{file} holds no file of data.")
            for number, member in enumerate(members):
                inside = work / f"member{number}"
                inside.mkdir()
                yield from _member(archive, member, file, inside)
                shutil.rmtree(inside)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
        raise SourceError(f"{file} is damaged, or its files are encrypted ({fault}).") from fault


def _is_data(name: str) -> bool:
    last = name.rsplit("/", 1)[-1]
    return (
        not name.startswith("__MACOSX")
        and not last.startswith(".")
        and not last.lower().endswith((".pdf", ".docx"))
    )


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str, work: Path) -> Iterator[Part]:
    where, total, target = f"{file}, {member.filename}", 0, work / "member"
    with archive.open(member) as stream, target.open("wb") as out:
        for piece in iter(lambda: stream.read(PIECE), b""):
            total += len(piece)
            _check_size(total, member.compress_size, where)
            out.write(piece)
    if zipfile.is_zipfile(target) and not _is_workbook(target, where):
        raise SourceError(f"{where} is an archive inside an archive. Unpack the outer one and add its files.")
    yield from _parts(target, file, member.filename, work)


def _text(path: Path, start: bytes, file: str, name: str, work: Path) -> Part:
    """A text as UTF-8 with \\n: itself where it is that already."""
    where = _where(file, name)
    wide = _wide(start)
    look = Look() if wide else _look(path, where)
    has_mark = start.startswith(codecs.BOM_UTF8)
    if not wide and look.is_utf8 and look.has_newline and not (has_mark or look.has_odd_ends):
        return Part(file, name, path, look.lines, "utf-8")
    target = work / f"{hashlib.sha256(name.encode()).hexdigest()[:8]}.utf8.txt"
    if wide:
        lines = _from_wide(path, target, wide, where)
        return Part(file, name, target, lines, wide)
    encoding = "utf-8" if look.is_utf8 else _of_one_byte(path)
    lines, mended = _to_utf8(path, target, encoding, is_utf8=look.is_utf8)
    is_mixed = not look.is_utf8 and mended[1] > 0
    notes = (f"lines in two encodings: {mended[1]} in UTF-8, {mended[0]} in {encoding}",) if is_mixed else ()
    return Part(file, name, target, lines, f"{encoding} and utf-8" if is_mixed else encoding, notes)


def _wide(start: bytes) -> str:
    """UTF-16 by its mark, or by every other byte being nought."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(start) < 8 or start.count(0) < len(start) // 4:
        return ""
    return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"


def _look(path: Path, where: str) -> Look:
    """One pass: refuses NUL bytes and endless lines, and gathers what tells the encoding."""
    look, run = Look(), 0
    with path.open("rb") as stream:
        for piece in iter(lambda: stream.read(PIECE), b""):
            if b"\0" in piece:
                line = look.lines + piece[: piece.index(b"\0")].count(b"\n") + 1
                raise SourceError(f"{where}, line {line}: a NUL byte, so it is no text. Fetch it again.")
            run = _longest(piece, run, where, look.lines)
            look.lines += piece.count(b"\n")
            look.has_newline = look.has_newline or b"\n" in piece
            look.has_odd_ends = look.has_odd_ends or b"\r\r\n" in piece
            if not piece.isascii() or look.has_high:
                _high(look, piece)
    if look.has_high and look.is_utf8:
        look.is_utf8 = _decodes(look, b"", final=True)
    look.lines += run > 0
    return look


def _longest(piece: bytes, run: int, where: str, lines: int) -> int:
    """How many bytes the last line has so far; SourceError when a line is longer than any publication's."""
    for end in (b"\n", b"\r"):
        first = piece.find(end)
        if first >= 0:
            last = piece.rfind(end)
            longest = run + first
            break
    else:
        last, longest = -1, run + len(piece)
    if longest > LONGEST_LINE:
        raise SourceError(
            f"{where}, line {lines + 1}: a line of more than {LONGEST_LINE:,} bytes. It is no table of payments."
        )
    return len(piece) - last - 1 if last >= 0 else longest


def _high(look: Look, piece: bytes) -> None:
    look.has_high = True
    look.is_utf8 = look.is_utf8 and _decodes(look, piece)


def _of_one_byte(path: Path) -> str:
    """Which of the two encodings of one byte a text is in: by its pound signs, and by what only one of them knows."""
    pounds_1252 = pounds_437 = unknown_1252 = 0
    with path.open("rb") as stream:
        for piece in iter(lambda: stream.read(PIECE), b""):
            pounds_1252 += piece.count(b"\xa3")
            pounds_437 += piece.count(b"\x9c")
            unknown_1252 += sum(piece.count(byte) for byte in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"))
    return "cp437" if pounds_437 > pounds_1252 or unknown_1252 else "cp1252"


def _decodes(look: Look, piece: bytes, *, final: bool = False) -> bool:
    try:
        look.decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


def _from_wide(path: Path, target: Path, encoding: str, where: str) -> int:
    lines, run = 0, 0
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as stream, target.open("w", encoding="utf-8", newline="") as out:
        try:
            for piece in iter(lambda: stream.read(PIECE), b""):
                text = decoder.decode(piece).replace("\ufeff", "")
                if "\0" in text:
                    raise SourceError(f"{where}, line {lines + 1}: a NUL character, so it is no text.")
                run = _longest(text.encode(), run, where, lines)
                lines += text.count("\n")
                out.write(text)
            out.write(decoder.decode(b"", True))
        except UnicodeDecodeError as fault:
            raise SourceError(f"{where} is cut short or damaged ({fault}). Fetch it again.") from fault
    return lines + (run > 0)


def _to_utf8(path: Path, target: Path, other: str, *, is_utf8: bool) -> tuple[int, tuple[int, int]]:
    """Line by line: each in UTF-8 where it is that, else in the other encoding. Lines, and how many of each kind."""
    lines = old = new = 0
    with path.open("rb") as stream, target.open("w", encoding="utf-8", newline="") as out:
        for line in _byte_lines(stream):
            lines += 1
            if lines == 1:
                while line.startswith(codecs.BOM_UTF8):
                    line = line[3:]
            if is_utf8 or line.isascii():
                out.write(line.decode().replace("\ufeff", "") + "\n")
                continue
            try:
                out.write(line.decode("utf-8").replace("\ufeff", "") + "\n")
                new += 1
            except UnicodeDecodeError:
                out.write(line.decode(other, "replace") + "\n")
                old += 1
    return lines, (old, new)


def _byte_lines(stream: object) -> Iterator[bytes]:
    """Lines without their ends, whichever of the three kinds they have; the file was looked at before."""
    rest = b""
    read = stream.read  # type: ignore[attr-defined]
    for piece in iter(lambda: read(PIECE), b""):
        whole = rest + piece
        kept = whole.rstrip(b"\r")
        held = whole[len(kept) :]
        lines = re.sub(rb"\r+\n|\r", b"\n", kept).split(b"\n") if b"\r" in kept else kept.split(b"\n")
        rest = lines.pop() + held
        yield from lines
    if rest.rstrip(b"\r"):
        yield rest.rstrip(b"\r")
