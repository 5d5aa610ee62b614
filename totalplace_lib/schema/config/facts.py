"""What the contracts of config/ look up: values of other tables of config/, of the processed tables, names of files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

DataReader = Callable[[str, Sequence[str]], "pd.DataFrame | None"]


@dataclass(frozen=True)
class In:
    """A column of a table of config/; `where` keeps the rows whose other columns have these values."""

    table: str
    column: str
    where: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        narrowed = ", ".join(f"{name} {value}" for name, value in self.where)
        return f"column {self.column} of config/{self.table}" + (f" ({narrowed})" if narrowed else "")


@dataclass(frozen=True)
class Data:
    """A column of a processed table; `where` as for In."""

    table: str
    column: str
    where: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"column {self.column} of data/processed/{self.table}.parquet"


@dataclass(frozen=True)
class Files:
    """Names of files (without their ending) in a folder of the project: config/sources, notebooks."""

    folder: str
    ending: str

    def __str__(self) -> str:
        return f"the files of {self.folder}/"


@dataclass(frozen=True)
class Given:
    """Values that the library itself knows, and where it says them."""

    allowed: tuple[str, ...]
    place: str

    def __str__(self) -> str:
        return self.place


Source = In | Data | Files | Given


Row = dict[str, str]


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame, as text by heading."""
    named = [str(name) for name in frame.columns]
    return [
        dict(zip(named, map(str, cells), strict=True)) for cells in frame.itertuples(index=False, name=None)
    ]


class Facts:
    """Looks values up, each source once.

    tables   the tables of config/ by name, as text ("" where empty);  files: paths in the project, "config/years.csv"
    data     the distinct rows of some columns of a processed table, None where it is not there
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame], files: Sequence[str], data: DataReader) -> None:
        self.tables, self.files, self._data = tables, files, data
        self._values: dict[Source, frozenset[str] | None] = {}
        self._lowered: dict[tuple[Source, ...], dict[str, str] | None] = {}
        self._joined: dict[tuple[Source, ...], str] = {}
        self._frames: dict[tuple[str, tuple[str, ...]], pd.DataFrame | None] = {}
        self.members: dict[str, frozenset[tuple[str, str]]] = {}  # what members.py has looked up
        self._rows: dict[tuple[str, tuple[str, ...]], list[Row] | None] = {}

    def frame(self, table: str, columns: Sequence[str]) -> pd.DataFrame | None:
        """The distinct rows of some columns of a processed table, None where it is not there."""
        asked = table, tuple(columns)
        if asked not in self._frames:
            self._frames[asked] = self._data(table, columns)
        return self._frames[asked]

    def rows(self, table: str, columns: Sequence[str]) -> list[Row] | None:
        """The same as a list of rows of text."""
        asked = table, tuple(columns)
        if asked not in self._rows:
            frame = self.frame(table, columns)
            self._rows[asked] = None if frame is None else rows_of(frame)
        return self._rows[asked]

    def values(self, sources: tuple[Source, ...]) -> frozenset[str] | None:
        """All values of the sources; None where one of them is not there, so that nothing can be said."""
        found = [self._of(source) for source in sources]
        return None if any(one is None for one in found) else frozenset().union(*filter(None, found))

    def lowered(self, sources: tuple[Source, ...]) -> dict[str, str] | None:
        """The same by their lower case."""
        if sources not in self._lowered:
            found = self.values(sources)
            self._lowered[sources] = None if found is None else {one.lower(): one for one in found}
        return self._lowered[sources]

    def joined(self, sources: tuple[Source, ...]) -> str:
        """The values in lower case, a line each: to look for a pattern in all of them at once."""
        if sources not in self._joined:
            self._joined[sources] = "\n".join(self.lowered(sources) or ())
        return self._joined[sources]

    def _of(self, source: Source) -> frozenset[str] | None:
        if source not in self._values:
            self._values[source] = self._look_up(source)
        return self._values[source]

    def _look_up(self, source: Source) -> frozenset[str] | None:
        if isinstance(source, Given):
            return frozenset(source.allowed)
        if isinstance(source, Files):
            start = f"{source.folder}/"
            named = [name.removeprefix(start) for name in self.files if name.startswith(start)]
            found = frozenset(
                name.removesuffix(source.ending) for name in named if name.endswith(source.ending)
            )
            return found or None  # a folder without any says nothing
        columns = [source.column, *(name for name, _ in source.where)]
        held = self.tables.get(source.table) if isinstance(source, In) else self.frame(source.table, columns)
        if held is None or not {*columns} <= {*held.columns}:
            return None
        for name, value in source.where:
            held = held[held[name].astype(str) == value]
        return frozenset(str(one) for one in held[source.column].dropna().unique() if str(one))
