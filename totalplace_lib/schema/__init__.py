"""Table contracts: the columns, types, units and key of each processed table. Breaking one is an error.

The contract's unique columns are the key of the table and the order of its rows.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from totalplace_lib.errors import ConfigError

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa


@functools.cache
def contracts() -> dict[str, pa.DataFrameSchema]:
    """Every contract by table name. Loads pandera, so ask only when tables are made or checked."""
    from totalplace_lib.schema import (
        body_tables,
        central_tables,
        council_tables,
        place_tables,
        service_tables,
    )

    modules = (body_tables, central_tables, council_tables, place_tables, service_tables)
    return {name: schema for module in modules for name, schema in module.CONTRACTS.items()}


def contract(table: str) -> pa.DataFrameSchema:
    """The contract of one table. ConfigError when there is none."""
    known = contracts()
    if table not in known:
        raise ConfigError(
            f"No contract for table '{table}' in totalplace_lib/schema. Known: {', '.join(sorted(known))}."
        )
    return known[table]


def shaped(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of a table's contract, in its order and of its types; further ones are left out."""
    columns = contract(table).columns
    return frame[list(columns)].astype({name: column.dtype.type for name, column in columns.items()})
