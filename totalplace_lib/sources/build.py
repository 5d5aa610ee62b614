"""Make the processed tables from the publications, or prove that the committed ones are what they give.

A source is a module in this folder with SOURCE = Source(cards, tables, read). All or nothing: while one source
has a fault, nothing is written, and the faults of all sources are reported together.
"""

from __future__ import annotations

import importlib
import multiprocessing
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pandera.errors
from pyarrow import ArrowException

from totalplace_lib.checksums import PACKAGE, prove
from totalplace_lib.errors import ConfigError, Faults, SourceError, TableError, TotalPlaceError
from totalplace_lib.schema import contract
from totalplace_lib.sources import datapackage, tables
from totalplace_lib.sources.cards import load_card, verify
from totalplace_lib.sources.completeness import check_whole
from totalplace_lib.sources.whole_files import check_files

REGISTRY: tuple[str, ...] = (
    "revenue_outturn",
    "capital_outturn",
    "transport_outturn",
    "social_care_outturn",
    "service_expenditure",
    "council_budgets",
    "revenue_summary_long",
    "core_spending_power",
    "country_regional",
    "local_statistics",
    "regional_finances",
    "homelessness",
    "council_tax",
    "deprivation",
    "areas",
    "council_names",
    "ages",
    "memberships",
    "boundaries",
    "childrens_services",
    "childrens_measures",
    "health_boards",
    "adult_care",
    "looked_after",
    "police_grant",
    "schools_grant",
    "statistical_neighbours",
    "local_economy",
    "population",
    "population_changes",
    "nhs_trusts",
    "benefits",
    "published_figures",
    "gdp_deflators",
    "unit_costs",
)
"""Source modules of the build, longest first (they are shared out over two processes)."""

Frames = Mapping[str, pd.DataFrame]
Watch = Callable[[str], None]


def _nobody(name: str) -> None:
    """Nobody waits."""


@dataclass(frozen=True)
class Source:
    """What a source module declares: its cards, the tables it makes and how. read takes the raw folder."""

    cards: tuple[str, ...]
    tables: tuple[str, ...]
    read: Callable[[Path], Frames]


@dataclass(frozen=True)
class TableResult:
    """One table that was written or found to be right."""

    name: str
    rows: int
    bytes: int


@dataclass(frozen=True)
class BuildResult:
    """What a build wrote, or a check proved."""

    folder: Path
    tables: tuple[TableResult, ...]

    @property
    def bytes(self) -> int:
        """Size of all tables together."""
        return sum(table.bytes for table in self.tables)


def load_source(name: str) -> Source:
    """The declaration of one source module. ConfigError when it has none."""
    source = getattr(importlib.import_module(f"totalplace_lib.sources.{name}"), "SOURCE", None)
    if not isinstance(source, Source):
        raise ConfigError(f"totalplace_lib/sources/{name}.py has no SOURCE = Source(...).")
    return source


def build(
    raw: Path,
    out: Path,
    *,
    registry: Sequence[str] = REGISTRY,
    processes: int = 2,
    watch: Watch = _nobody,
) -> BuildResult:
    """Write <table>.parquet for every table and datapackage.json into out, replacing what was there.

    watch  is called with the name of each source once it is read, for whoever shows progress
    Raises Faults with every fault of every source; out is then as it was before.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".build-") as folder:
        fresh = Path(folder) / "processed"
        result = _stage(raw, fresh, registry, processes, watch)
        _replace(out, fresh)
    return BuildResult(out, result)


def check(
    raw: Path,
    committed: Path,
    *,
    registry: Sequence[str] = REGISTRY,
    processes: int = 2,
    watch: Watch = _nobody,
) -> BuildResult:
    """Prove that the committed tables are what the publications give, cell by cell.

    Raises Faults (SourceError each) that name the table, the column and the first row that differs.
    """
    with tempfile.TemporaryDirectory(prefix="totalplace-check-") as folder:
        fresh = Path(folder)
        result = _stage(raw, fresh, registry, processes, watch)
        found = [_difference(committed, fresh, table.name) for table in result]
        faults = [fault for fault in found if fault] or _faults_of_description(committed, fresh)
    if faults:
        raise Faults("Committed tables differ from the publications", faults)
    return BuildResult(committed, result)


def _difference(committed: Path, fresh: Path, table: str) -> TotalPlaceError | None:
    """What the publications give otherwise, cell by cell."""
    path, key = committed / f"{table}.parquet", list(contract(table).unique or [])
    try:
        return tables.difference(path, fresh / path.name, key)
    except (ArrowException, OSError) as error:
        return SourceError(f"Table {table}: {path.name} cannot be read ({error}). Run the build again.")


def _faults_of_description(committed: Path, fresh: Path) -> list[TotalPlaceError]:
    """datapackage.json says what the build says, and its checksums are those of the tables beside it."""
    try:
        described = [datapackage.without_checksums(folder) for folder in (committed, fresh)]
        if described[0] != described[1]:
            message = f"{committed.name}/{PACKAGE} is not what the build writes. Run the build again."
            return [SourceError(message)]
        for table in described[1]["resources"]:
            prove(committed / f"{table['name']}.parquet")
    except TableError as fault:
        return [fault]
    return []


def _stage(
    raw: Path, fresh: Path, registry: Sequence[str], processes: int, watch: Watch
) -> tuple[TableResult, ...]:
    """Make everything in an empty folder; Faults when anything is wrong."""
    fresh.mkdir(parents=True, exist_ok=True)
    outcomes = []
    for name, outcome in zip(registry, _run(raw, fresh, registry, processes), strict=True):
        outcomes.append(outcome)
        watch(name)
    faults = [fault for outcome in outcomes if isinstance(outcome, list) for fault in outcome]
    if faults:
        raise Faults("The build stopped and wrote nothing", faults)
    made = sorted(
        (table for outcome in outcomes if isinstance(outcome, tuple) for table in outcome),
        key=lambda table: table.name,
    )
    sources = {table: load_source(name).cards for name in registry for table in load_source(name).tables}
    datapackage.write(fresh, {table.name: (table.rows, sources[table.name]) for table in made})
    return tuple(made)


def _run(raw: Path, fresh: Path, registry: Sequence[str], processes: int) -> Iterator[Outcome]:
    """Each source in a fresh process, at most two at a time; in this process when only one is allowed."""
    if processes <= 1:
        yield from (make(name, raw, fresh) for name in registry)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(processes, 2), mp_context=context) as pool:
        yield from pool.map(make, registry, [raw] * len(registry), [fresh] * len(registry))


Outcome = tuple[TableResult, ...] | list[TotalPlaceError]


def make(name: str, raw: Path, fresh: Path) -> Outcome:
    """Read one source, hold its tables to their contracts and write them. Faults are returned, not raised."""
    try:
        source = load_source(name)
        cards = [load_card(card) for card in source.cards]
        for card in cards:
            verify(card, raw)
            check_files(card, raw)
        frames = source.read(raw)
        if set(frames) != set(source.tables):
            raise ConfigError(
                f"sources/{name}.py gave tables {sorted(frames)}, declared {sorted(source.tables)}."
            )
        tidy = {table: _tidy(table, frame) for table, frame in frames.items()}
        check_whole(tidy, cards, raw)
        return tuple(_write(fresh, table, frame) for table, frame in tidy.items())
    except Faults as several:
        return several.faults
    except TotalPlaceError as fault:
        return [fault]


def _tidy(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """One table, in the order of its key, held to its contract."""
    schema = contract(table)
    if set(frame.columns) == set(schema.columns):
        frame = frame[list(schema.columns)]
    try:
        return schema.validate(
            frame.sort_values(list(schema.unique or []), kind="stable").reset_index(drop=True), lazy=True
        )
    except pandera.errors.SchemaErrors as fault:
        cases = fault.failure_cases[["column", "check", "failure_case", "index"]].head(5)
        shown = "; ".join(" | ".join(str(value) for value in row) for row in cases.itertuples(index=False))
        raise SourceError(
            f"Table {table} breaks its contract (column | check | found | row): {shown}."
        ) from fault


def _write(fresh: Path, table: str, tidy: pd.DataFrame) -> TableResult:
    """One table as parquet."""
    size = tables.write(tidy, fresh / f"{table}.parquet")
    return TableResult(table, len(tidy), size)


def _replace(out: Path, fresh: Path) -> None:
    """Swap the finished folder in; keep files in out that are not tables of the build (such as a README)."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.parquet"):
        if not (fresh / old.name).exists():
            old.unlink()
    for path in sorted(fresh.iterdir()):
        shutil.move(path, out / path.name)
