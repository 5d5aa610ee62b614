"""Writing into the folder of reports so that nothing is ever half there.

A report's files (notebook, downloads, page, and its entry in the batch's memory) are first written to a
staging folder and flushed to disk, then a manifest says where they go, then they are moved. A stop before the
manifest leaves the old report as it was; a stop after it is made good by recover() when the next batch begins.
The old page goes first and the new page comes last: at no moment does a page stand beside another's notebook.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from totalplace_lib.errors import TotalPlaceError
from totalplace_lib.publish.own_files import STAGING, KeptFileError, inside, is_link, read_kept

_MANIFEST = "manifest.json"


class FolderError(TotalPlaceError):
    """The folder of reports cannot be written: full, read-only, or not a folder."""


@dataclass(frozen=True)
class Manifest:
    """What a stage is for. files: names in the folder of reports; file number 0 of the stage is the first of them."""

    files: tuple[str, ...]
    remove: tuple[str, ...]


def publish(out: Path, files: Mapping[str, bytes], remove: Iterable[str] = ()) -> None:
    """Put files (path in out -> content) in place together, in this order, and take others away.

    FolderError with what to do when the disk is full or the folder read-only, KeptFileError when a name or a link leads
    out of the folder; then nothing has changed.
    """
    gone = [path for path in remove if path not in files]
    for name in (*files, *gone):
        inside(out, name)
    with saying_what_to_do(out):
        stage = _new_stage(out)
        try:
            for number, content in enumerate(files.values()):
                _write_through(stage / str(number), content)
            manifest = asdict(Manifest(tuple(files), tuple(gone)))
            _write_through(stage / (_MANIFEST + ".part"), json.dumps(manifest).encode())
        except OSError:
            shutil.rmtree(stage, ignore_errors=True)
            raise
        (stage / (_MANIFEST + ".part")).replace(stage / _MANIFEST)
        _sync_folder(stage)
        _move(out, stage, Manifest(tuple(files), tuple(gone)))


def recover(out: Path) -> None:
    """Finish what a killed batch had decided to publish, and forget what it had not. KeptFileError, and nothing is
    moved, for a stage that no batch has made."""
    with saying_what_to_do(out):
        stages = sorted((out / STAGING).glob("*"))
        decided = {stage: _manifest(out, stage) for stage in stages if _is_decided(stage)}
        for stage in stages:
            if stage in decided:
                _move(out, stage, decided[stage])
            else:
                shutil.rmtree(stage)


def _is_decided(stage: Path) -> bool:
    if is_link(stage) or not stage.is_dir():
        raise KeptFileError(f"{stage} is not a folder: no batch has put it there. Delete it, then run again.")
    return os.path.lexists(stage / _MANIFEST)


def _manifest(out: Path, stage: Path) -> Manifest:
    """What a stage is for, every name in it checked."""
    advice = f"Delete the folder {stage}, then run again: the report that it was for is made anew."
    manifest = Manifest(**read_kept(stage / _MANIFEST, Manifest, advice))
    try:
        for name in (*manifest.files, *manifest.remove):
            inside(out, name)
        for number in range(len(manifest.files)):
            if is_link(stage / str(number)):
                raise KeptFileError(f"{stage / str(number)} is a link, and links are not followed.")
    except KeptFileError as fault:
        raise KeptFileError(f"{stage / _MANIFEST}: {fault} {advice}") from fault
    return manifest


def write_atomically(path: Path, text: str) -> None:
    """Write one file so that readers see the old or the new one, never a part."""
    with saying_what_to_do(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.unlink(missing_ok=True)
        try:
            _write_through(part, text.encode())
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)


@contextlib.contextmanager
def saying_what_to_do(folder: Path) -> Iterator[None]:
    """Turn the system's error into one that says which folder, what happened and what to do."""
    try:
        yield
    except OSError as error:
        raise FolderError(
            f"Cannot write to {folder}: {error.strerror or error}{_of_file(error)}. What was there is unharmed. "
            "Make room or choose another folder with --out, then continue with 'totalplace run --resume'."
        ) from error


def _of_file(error: OSError) -> str:
    names = [str(name) for name in (error.filename, error.filename2) if name]
    return f" ({names[-1]})" if names else ""


def _new_stage(out: Path) -> Path:
    staging = out / STAGING
    staging.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=staging))


def _move(out: Path, stage: Path, manifest: Manifest) -> None:
    """Carry out a manifest. A file that is no longer in the stage was moved before the stop."""
    targets = [out / name for name in manifest.files]
    for page in (path for path in targets if path.suffix == ".html"):
        if (stage / str(targets.index(page))).is_file():
            page.unlink(missing_ok=True)
    for name in manifest.remove:
        (out / name).unlink(missing_ok=True)
    for number, target in enumerate(targets):
        if (stage / str(number)).is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            (stage / str(number)).replace(target)
    for folder in {target.parent for target in targets}:
        _sync_folder(folder)
    _drop_empty_folders(out, manifest.remove)
    shutil.rmtree(stage)


def _drop_empty_folders(out: Path, removed: Iterable[str]) -> None:
    for folder in sorted({(out / name).parent for name in removed}, reverse=True):
        with contextlib.suppress(OSError):  # not empty, or already gone
            folder.rmdir()


def _write_through(path: Path, content: bytes) -> None:
    with path.open("xb") as stream:  # a new file: what lies there, or where a link leads, is not written to
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name != "posix" or not folder.is_dir():
        return  # Windows cannot open a folder; its renames are journalled
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
