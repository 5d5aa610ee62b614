"""Frames that follow from config/, the processed tables and the code alone, kept on disk for the next process.

A file holds what it was made of: the digest of each config file and table that was read, and of the code. It is used
only while all of them are what they were and its own SHA-256 is right; else the frames are made anew, as they are where
nothing can be written. Arrow, not pickle: reading a file that somebody else put there runs nothing.
"""

from __future__ import annotations

import functools
import hashlib
import json
import platform
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as arrow

from totalplace_lib import checksums, config_proof, project

FOLDER = "frames"  # in project.cache_path(); may be deleted at any time
LENT = "lent"  # beside it: frames of another project folder, where this one lacks them (analysis.config_versions)
_ROOT = Path(__file__).parent
_CODE = ("*.py", "schema/**/*.py", "count/**/*.py", "national/**/*.py")
"""What national frames are made by; everything above those floors only reads them."""
_CONFIG = "config/"

Frames = dict[str, pd.DataFrame]


def kept(name: str, make: Callable[[], Mapping[str, pd.DataFrame]]) -> Frames:
    """The frames of make(), read from the cache where what they were made of has not changed.

    What make() reads counts as read either way. Raises what make() raises, and ConfigError or TableError for a file
    that is not right, whether it is read anew or not.
    """
    path = project.cache_path() / FOLDER / name
    content = _content(path) or _content(project.cache_path() / LENT / name)
    if content is not None:
        header, stored = content
        for read in header["made_of"]:
            project.note(project.home() / read)
        return _frames(header["frames"], stored)
    before = _inputs(), _code_now()
    with project.noting_reads() as reads:
        found = {each: _bytes(frame) for each, frame in make().items()}
    lengths = [(each, len(part)) for each, part in found.items()]
    body = b"".join(found.values())
    # Else somebody edited a table or the code meanwhile: nobody knows which of the two was read.
    if (_inputs(), _code_now()) == before:
        made_of = {read: _digest_of(read) for read in sorted(reads)}
        header = {"code": _code(), "made_of": made_of, "frames": lengths}
        checksums.seal(path, json.dumps(header).encode() + b"\n" + body)
    return _frames(lengths, memoryview(body))  # as the next process has them, to the type of each column


def _content(path: Path) -> tuple[dict[str, Any], memoryview] | None:
    """Header and frames of a file that is whole and still follows from what there is; None for any other."""
    rest = checksums.sealed(path)
    if rest is None or b"\n" not in rest:
        return None
    length = rest.index(b"\n")
    header = json.loads(rest[:length])
    if header.get("code") != _code():
        return None
    is_same = all(_digest_of(read) == was for read, was in header["made_of"].items())
    return (header, memoryview(rest)[length + 1 :]) if is_same else None


def _inputs() -> dict[str, bytes]:
    """All of config/, and the checksums of the tables."""
    package = project.home() / "data" / "processed" / checksums.PACKAGE
    held = {checksums.PACKAGE: package.read_bytes()} if package.is_file() else {}
    return config_proof.contents_of(project.home()) | held


def _digest_of(read: str) -> str:
    """Of a config file by its content, once config/ is proved; of a table as the data package has it, once that is
    proved. "" for a file that is not there."""
    path = project.home() / read
    if not path.is_file():
        return ""
    if read.startswith(_CONFIG):
        return hashlib.sha256(config_proof.proved(project.home(), path)).hexdigest()
    checksums.prove(path)
    return checksums.recorded(path).hash


@functools.cache
def _code() -> str:
    return _code_now()


def _code_now() -> str:
    """Of the code that national frames are made by, and of the libraries that it stands on."""
    digest = hashlib.sha256(f"{platform.python_version()} {pd.__version__} {arrow.__version__}".encode())
    for path in sorted({path for pattern in _CODE for path in _ROOT.glob(pattern)}):
        digest.update(f"\n{path.relative_to(_ROOT).as_posix()}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _frames(parts: Iterable[tuple[str, int]], body: memoryview) -> Frames:
    alone = arrow.ipc.IpcReadOptions(use_threads=False)  # a process with another thread cannot be forked
    found, at = {}, 0
    for name, length in parts:
        with arrow.ipc.open_file(arrow.py_buffer(body[at : at + length]), options=alone) as file:
            found[name] = project.in_words(file.read_all()).to_pandas(use_threads=False)
        at += length
    return found


def _bytes(frame: pd.DataFrame) -> bytes:
    """Texts as numbers of words: an eighth of the size, and sooner read."""
    table = arrow.Table.from_pandas(frame, nthreads=1)
    words = [
        column.dictionary_encode() if arrow.types.is_large_string(column.type) else column
        for column in table.columns
    ]
    coded = arrow.Table.from_arrays(words, names=table.column_names).replace_schema_metadata(
        table.schema.metadata
    )
    sink = arrow.BufferOutputStream()
    options = arrow.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
    with arrow.ipc.new_file(sink, coded.schema, options=options) as writer:
        writer.write_table(coded)
    return bytes(sink.getvalue().to_pybytes())
