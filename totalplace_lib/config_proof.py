"""Nothing of config/ is believed unproved: every file is held against its contract before one is read.

The check loads pandera and takes seconds, so what was proved is remembered by digest in .totalplace/config.json: of the
text of config/, of the contracts' code and of the tables that they look up (datapackage.json holds their checksums).
The same digest again costs a reading of config/, some milliseconds. Where nothing can be written, it is checked again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from totalplace_lib.checksums import PACKAGE, prove
from totalplace_lib.errors import ConfigError, Faults

if TYPE_CHECKING:
    import pandas as pd

    from totalplace_lib.schema.config.check import Findings
    from totalplace_lib.schema.config.fault import ConfigFault

KEPT = Path(".totalplace") / "config.json"  # in the project folder; may be deleted at any time
_MOST = 20  # digests that are remembered
_ENDINGS = (".csv", ".toml")
_CODE = Path(__file__).parent / "schema"


@dataclass(frozen=True)
class _Proof:
    """What was proved of a project: digest of each file of config/ by its path; files that no contract is for."""

    files: dict[str, str]
    unknown: tuple[str, ...]


_proofs: dict[Path, _Proof] = {}  # by project folder; a forked child knows what its parent proved


def proved(home: Path, path: Path) -> bytes:
    """The content of a file of config/, once all of config/ is proved as it now is.

    Raises ConfigError, or Faults with every fault of every table; ConfigError for a file that no contract is for.
    """
    name = path.relative_to(home).as_posix()
    content = path.read_bytes()
    known = _proofs.get(home)
    if known is None or known.files.get(name) != _digest(content):
        contents = contents_of(home)
        known = _proofs[home] = _prove(home, contents)
        content = contents[name]
    if name in known.unknown:
        raise ConfigError(
            f"{name} has no contract, so that nobody can say whether it is right. Write one in "
            "totalplace_lib/schema/config (docs/config-contracts.md says how), or take the file away."
        )
    return content


def contents_of(home: Path) -> dict[str, bytes]:
    """Every table, card and journey of config/ by its path in the project, in the order of their names."""
    paths = sorted(path for path in (home / "config").rglob("*") if path.suffix in _ENDINGS)
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def findings(home: Path) -> Findings:
    """The check itself, without what is remembered: faults of all files, and what was odd and read all the same."""
    return _check(home, contents_of(home))


def faults_of_file(home: Path, name: str, content: bytes) -> list[ConfigFault]:
    """What would be wrong with one file of config/ ("config/options/mine.toml") if it had this content."""
    from totalplace_lib.schema.config.check import facts_of, files_of, sheets_of
    from totalplace_lib.schema.config.whole_file import judge_file

    contents = contents_of(home)
    facts = facts_of(sheets_of(contents), [*contents, *_others(home)], _reader(home))
    return [
        fault
        for contract, file in files_of({name: content})
        for fault in judge_file(contract, file, content, facts)
    ]


def _prove(home: Path, contents: dict[str, bytes]) -> _Proof:
    digest = _digest_of_all(home, contents)
    held = _remembered(home)
    if digest not in held:
        found = _check(home, contents)
        is_same = _digest_of_all(home, contents) == digest
        if found.faults and not is_same:
            raise ConfigError(
                "The code, the tables or the notebooks changed while config/ was proved: what was found may be of "
                "neither state, and nothing of it was kept. Run it again once they stand still."
            )
        if len(found.faults) == 1:
            raise found.faults[0]
        if found.faults:
            raise Faults("config/ is not right, and nothing was counted from it", found.faults)
        held = {digest: list(found.unknown), **held}
        if is_same:  # else the proof is of a state that nobody can name
            _remember(home, dict(list(held.items())[:_MOST]))
    return _Proof({name: _digest(content) for name, content in contents.items()}, tuple(held[digest]))


def _check(home: Path, contents: dict[str, bytes]) -> Findings:
    from totalplace_lib.schema.config.check import check  # loads pandera, which takes as long as a count

    return check(contents, _others(home), _reader(home))


def _others(home: Path) -> list[str]:
    """Further files of the project that a table may name."""
    folders = ("notebooks", "data/processed")
    return [
        path.relative_to(home).as_posix() for folder in folders for path in sorted((home / folder).glob("*"))
    ]


def _reader(home: Path) -> Callable[[str, Sequence[str]], pd.DataFrame | None]:
    """Reads the distinct rows of some columns of a processed table; None where the table or a column is not there."""
    import pyarrow.parquet as pq

    def read(table: str, columns: Sequence[str]) -> pd.DataFrame | None:
        path = home / "data" / "processed" / f"{table}.parquet"
        if not path.is_file():
            return None
        prove(path)
        with pq.ParquetFile(path, pre_buffer=False) as file:
            if not set(columns) <= set(file.schema_arrow.names):
                return None
            held = file.read(columns=list(columns), use_threads=False)
        distinct: pd.DataFrame = held.group_by(list(columns), use_threads=False).aggregate([]).to_pandas()
        return distinct

    return read


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _digest_of_all(home: Path, contents: dict[str, bytes]) -> str:
    """Of everything that the check's answer follows from."""
    digest = hashlib.blake2b(digest_size=16)
    code = {path.relative_to(_CODE).as_posix(): path.read_bytes() for path in sorted(_CODE.rglob("*.py"))}
    package = home / "data" / "processed" / PACKAGE
    held = {"tables": package.read_bytes() if package.is_file() else b""}
    notebooks = {path.name: b"" for path in sorted((home / "notebooks").glob("*.ipynb"))}
    for part in (contents, code, held, notebooks):
        for name, content in part.items():
            digest.update(f"{name} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def _remembered(home: Path) -> dict[str, list[str]]:
    """Digest -> files that no contract is for; nothing where the file is missing or not ours."""
    with contextlib.suppress(OSError, ValueError, RecursionError):
        found = json.loads((home / KEPT).read_text(encoding="utf-8"))
        if isinstance(found, dict) and all(isinstance(one, list) for one in found.values()):
            return found
    return {}


def _remember(home: Path, held: dict[str, list[str]]) -> None:
    """Written beside and moved, so that nobody reads half; where that cannot be, the next run checks again."""
    with contextlib.suppress(OSError):
        (home / KEPT).parent.mkdir(exist_ok=True)
        part = home / KEPT.parent / f"{KEPT.name}.{os.getpid()}"
        part.write_text(json.dumps(held), encoding="utf-8")
        part.replace(home / KEPT)
