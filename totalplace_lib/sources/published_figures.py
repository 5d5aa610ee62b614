"""What the Total Place pilots and others published about their counts, for comparison.

Publisher  the pilots, the Treasury, the Leadership Centre, the trade press: each row names its source and address.
Gives      `published_pilots`, one row per pilot or parallel place; `published_counts`, one row per published figure.
Basis      unknown for most: current or capital, gross or net, year and boundary are often not stated.
Gaps       most pilots published no split by body. Some printed figures contradict each other: the note says so.
Not here   anything computed by this project. The tables of config/published are the only copy.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from totalplace_lib.errors import ConfigError
from totalplace_lib.project import read_config
from totalplace_lib.sources.build import Source
from totalplace_lib.sources.textfiles import is_year, numbers

PILOTS, COUNTS = "published/pilots.csv", "published/counts.csv"


def read(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables `published_pilots` and `published_counts`, from config/published."""
    return {"published_pilots": pilots(read_config(PILOTS)), "published_counts": counts(read_config(COUNTS))}


def pilots(table: pd.DataFrame) -> pd.DataFrame:
    """The places; population is missing where none was published."""
    frame = _with_rows(table, PILOTS, "source")
    population, _ = numbers(PILOTS, frame["population"], frame["row"])
    return frame.assign(population=population)


def counts(table: pd.DataFrame) -> pd.DataFrame:
    """The figures. ConfigError when one has no source or a year that is none."""
    frame = _with_rows(table, COUNTS, "source_title")
    wrong = frame[~(frame["year"].map(is_year) | (frame["year"] == ""))]
    if len(wrong):
        raise ConfigError(f"config/{COUNTS}: '{wrong['year'].iloc[0]}' is not a year like 2008-09.")
    amounts, markers = numbers(COUNTS, frame["amount_gbp"], frame["row"])
    return frame.assign(amount_gbp=amounts, marker=markers)


def _with_rows(table: pd.DataFrame, name: str, source: str) -> pd.DataFrame:
    """Text with "" for empty cells, and a number for each row; every row needs a source."""
    frame = table.fillna("").astype("str").assign(row=range(1, len(table) + 1))
    bare = frame[frame[source] == ""]
    if len(bare):
        raise ConfigError(
            f"config/{name}, entry {bare['row'].iloc[0]} ({bare['place_name'].iloc[0]}): no source."
        )
    return frame.astype({"row": "int32"})


SOURCE = Source(cards=(), tables=("published_pilots", "published_counts"), read=read)
