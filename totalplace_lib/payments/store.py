"""The payments of a project, in data/payments: parquet by financial year, added to once, asked with DuckDB.

    files/ID.json            what a file was, how it was read and what became of its rows; written last, so a file whose
                             page is there is in the store whole, and one that was broken off is not in it at all
    rows/year=2023-24/ID-N.parquet    accepted payments      rejected/ID-N.parquet    rows set aside, line and reason

ID is made of the content, so a file that is added again changes nothing, whatever it is called now; and rows that the
same body published in an earlier file (a corrected month, a quarter over its months) are counted as held, not twice.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from totalplace_lib import project
from totalplace_lib.errors import TableError, UsageError
from totalplace_lib.payments import accepting, payment_files, proposed, setting_aside
from totalplace_lib.payments.word_lists import KEPT

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

INDEX = "added.txt"
"""Lists what is in the store: it changes whenever something is added."""
MEMORY = "1500MB"
"""What DuckDB may take; the rest goes to disk."""
COLUMNS = ("line", "body", "day", "payee", "payee_state", "pence", *KEPT)
_SAME = (
    "body",
    "day",
    "pence",
    "coalesce(payee, payee_state)",
    *(name for name in KEPT if name != "supplier_number"),
)


@dataclass(frozen=True)
class Added:
    """One table of a file as it stands in the store. held: rows that were there already, from other files."""

    id: str
    file: str
    part: str
    sha256: str
    encoding: str
    body: str
    basis: str
    mapping: Mapping[str, str]
    notes: Sequence[str]
    account: Mapping[str, Any]
    held: int
    held_pence: int
    is_new: bool = True


def folder() -> Path:
    """Where the payments of the project lie."""
    return project.home() / "data" / "payments"


@contextmanager
def connection(work: Path | None = None) -> Iterator[DuckDBPyConnection]:
    """DuckDB with a limit on its memory; UsageError where the extra is not installed."""
    try:
        import duckdb
    except ImportError as fault:
        raise UsageError("Payments need DuckDB: pip install 'totalplace[payments]'.") from fault
    with tempfile.TemporaryDirectory(prefix="totalplace-") as spill, duckdb.connect() as con:
        con.execute(f"SET memory_limit = '{MEMORY}'")
        con.execute(f"SET temp_directory = '{work or spill}'")
        con.execute("SET preserve_insertion_order = false")
        yield con


def added() -> list[Added]:
    """Every table in the store, by file and part. TableError where a page cannot be read."""
    found = []
    for path in sorted((folder() / "files").glob("*.json")):
        try:
            found.append(Added(**json.loads(path.read_text(encoding="utf-8"))))
        except (ValueError, TypeError) as fault:
            raise TableError(f"{path} cannot be read ({fault}). Delete it and add its file again.") from fault
    return sorted(found, key=lambda one: (one.file, one.part))


def pieces() -> list[Path]:
    """The files of accepted rows of every table in the store. UsageError where nothing has been added yet."""
    found = [path for one in added() for path in sorted((folder() / "rows").glob(f"*/{one.id}-*.parquet"))]
    if not found:
        raise UsageError("No payments have been added yet: totalplace payments add FILE.")
    return found


def open_payments(con: DuckDBPyConnection) -> None:
    """Define the view `payments` of all accepted rows with their year. UsageError where there are none."""
    index = folder() / INDEX
    if index.is_file() and index.is_relative_to(project.home()):
        project.note(index)  # a report that was made from other files than these is made again
    open_pieces(con, list(map(str, pieces())))


def open_pieces(con: DuckDBPyConnection, paths: Sequence[str]) -> None:
    """The same of some pieces of the store."""
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in paths)
    con.execute(
        f"CREATE OR REPLACE VIEW payments AS SELECT * REPLACE ({setting_aside.GIVEN}) FROM read_parquet([{listed}], "
        "hive_partitioning = true, hive_types = {'year': VARCHAR}, union_by_name = true)"
    )


def add(path: Path, *, body: str = "", wanted: Mapping[str, str] | None = None) -> list[Added]:
    """Put every table of a file into the store. Nothing is put there where one of them is not sure (Faults)."""
    with tempfile.TemporaryDirectory(prefix="totalplace-") as made:
        proposals = propose(path, Path(made), body=body, wanted=wanted)
        proposed.check_sure(proposals)
        return add_all(path, proposals)


def add_all(path: Path, proposals: Sequence[proposed.Proposal]) -> list[Added]:
    """Put the tables of a file, as proposed, into the store."""
    project.own_folder("totalplace payments add")
    digest = payment_files.sha256(path)
    with tempfile.TemporaryDirectory(prefix="totalplace-") as made:
        return [_add_part(one, digest, Path(made) / f"part{number}") for number, one in enumerate(proposals)]


def propose(
    path: Path, work: Path, *, body: str = "", wanted: Mapping[str, str] | None = None
) -> list[proposed.Proposal]:
    """What would be read of each table of a file. Sheets and members without a heading are left out where one has it.

    Raises SourceError where none has a heading.
    """
    from totalplace_lib.errors import SourceError
    from totalplace_lib.payments.confirmed import kept_mapping

    found, left = [], []
    for part in payment_files.parts(path, work):
        try:
            found.append(proposed.propose(part, body=body, wanted=wanted, kept=kept_mapping))
        except SourceError as fault:
            left.append(fault)
    if not found and left:
        raise left[0]
    return found


def _id(digest: str, one: proposed.Proposal) -> str:
    """Of the content of the file and the part, and of how it was read: the same file with another body is another."""
    said = json.dumps([digest, one.part.name, one.body.name])
    return hashlib.sha256(said.encode()).hexdigest()[:20]


def _add_part(one: proposed.Proposal, digest: str, work: Path) -> Added:
    ident = _id(digest, one)
    page = folder() / "files" / f"{ident}.json"
    if page.is_file():
        return Added(**(json.loads(page.read_text(encoding="utf-8")) | {"is_new": False}))
    work.mkdir()
    with connection(work) as con:
        account = accepting.read(con, one, work)
        held, held_pence = _without_held(con, one)
        bodies = con.execute("SELECT DISTINCT body FROM accepted ORDER BY body").fetchall()
        _write(con, ident, work, is_fresh=not held)
    made = Added(
        ident, one.part.file, one.part.name, digest, one.part.encoding, "; ".join(body for (body,) in bodies),
        one.mapping.basis, {name: one.mapping.heading(name) for name in one.mapping.fields}, one.part.notes,
        asdict(account), held, held_pence,
    )  # fmt: skip
    page.parent.mkdir(parents=True, exist_ok=True)
    draft = page.with_suffix(".draft")
    draft.write_text(json.dumps(asdict(made), indent=1, ensure_ascii=False), encoding="utf-8")
    draft.replace(page)
    (folder() / INDEX).write_text("".join(f"{one.id}\n" for one in added()), encoding="utf-8")
    return made


def _without_held(con: DuckDBPyConnection, one: proposed.Proposal) -> tuple[int, int]:
    """Make the table `fresh` of accepted rows that no other file brought; rows and pence that one did.

    A row that stands n times is held as often as it stands in the store, at most.
    """
    columns = ", ".join(COLUMNS)
    con.execute(f"CREATE OR REPLACE TEMP VIEW fresh AS SELECT {columns} FROM accepted")
    try:
        open_payments(con)
    except UsageError:
        return 0, 0
    (overlap,) = con.execute("""
        SELECT count(*) FROM (SELECT body, min(day) AS first, max(day) AS last FROM accepted GROUP BY body) a
        WHERE EXISTS (SELECT 1 FROM payments p WHERE p.body = a.body AND p.day BETWEEN a.first AND a.last)
    """).fetchone() or (0,)
    if not overlap:
        return 0, 0
    same = ", ".join(_SAME)
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE numbered AS
        SELECT {columns}, md5(concat_ws('|', {same})) AS same,
               row_number() OVER (PARTITION BY md5(concat_ws('|', {same})) ORDER BY line) AS nth FROM accepted
    """)
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE in_store AS
        SELECT md5(concat_ws('|', {same})) AS same, count(*) AS times FROM payments
        WHERE body IN (SELECT DISTINCT body FROM accepted) GROUP BY ALL
    """)
    held, pence = con.execute("""
        SELECT count(*), coalesce(sum(pence), 0) FROM numbered n JOIN in_store s USING (same) WHERE n.nth <= s.times
    """).fetchone() or (0, 0)
    con.execute(f"""
        CREATE OR REPLACE TEMP VIEW fresh AS
        SELECT {columns} FROM numbered n LEFT JOIN in_store s USING (same) WHERE s.times IS NULL OR n.nth > s.times
    """)
    return int(held), int(pence)


def _write(con: DuckDBPyConnection, ident: str, work: Path, *, is_fresh: bool) -> None:
    """Rows by year and rows set aside, moved into their places when they are whole.

    is_fresh   nothing of them was held before: they are moved as they were written when they were read
    """
    made = work / "judged"
    if not is_fresh:
        made = work / "fresh"
        con.execute(
            f"COPY (SELECT *, {setting_aside.YEAR} AS year FROM fresh) TO '{made}' "
            "(FORMAT parquet, PARTITION_BY (year))"
        )
    for number, piece in enumerate(sorted(made.glob("year=2*/*.parquet"))):
        _move(piece, folder() / "rows" / piece.parent.name / f"{ident}-{number}.parquet")
    for number, piece in enumerate(sorted((work / "judged" / "year=aside").glob("*.parquet"))):
        _move(piece, folder() / "rejected" / f"{ident}-{number}.parquet")


def _move(piece: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(piece, target)
