"""The folder of reports as one zip file to send: the same folder gives the same bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

from totalplace_lib.errors import UsageError
from totalplace_lib.publish.own_files import LOGS, is_link

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip cannot hold an earlier date; no file's own time goes in
_READABLE_FILE = 0o100644 << 16


def write_archive(folder: Path, target: Path | None = None) -> Path:
    """Zip a folder of reports, by default to a file of its name beside it; links inside keep working.

    Logs, links and what begins with a full stop (the batch's own memory) stay out.
    Raises UsageError when there is no index in the folder.
    """
    folder = folder.resolve()
    if not (folder / "index.html").is_file():
        raise UsageError(f"{folder} holds no index.html: make the reports first with 'totalplace run'.")
    target = (target or folder.with_name(f"{folder.name}.zip")).resolve()
    unfinished = target.with_name(f".{target.name}.part")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in _files(folder, target):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr, entry.create_system = _READABLE_FILE, 3  # as on Unix, on every system
            archive.writestr(entry, path.read_bytes())
    return unfinished.replace(target)


def _files(folder: Path, target: Path) -> list[Path]:
    shown = (path for path in folder.rglob("*") if not _is_hidden(path.relative_to(folder)))
    return sorted(
        (path for path in shown if path.is_file() and not is_link(path) and path != target),
        key=lambda path: path.as_posix(),
    )


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") or part == LOGS for part in path.parts)
