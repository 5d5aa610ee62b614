"""Contracts of config/: what each table may hold, one Contract a table, and the check of them all.

To add a table: write its Contract in the module of tables/ that it belongs to, put it in that module's CONTRACTS, and
say of each column in a line what it holds. docs/config-contracts.md shows it in five lines.
"""

from __future__ import annotations

import functools
import importlib

from totalplace_lib.schema.config.contract import Column, Contract, FileContract, RowRule
from totalplace_lib.schema.config.fault import ConfigFault

_MODULES = (
    "counting", "line_tables", "areas_and_bodies", "themes", "evidence", "layouts", "published", "reports", "peers",
    "appraisal", "payments", "returns", "wording", "frameworks",
)  # fmt: skip


@functools.cache
def all_contracts() -> dict[str, Contract]:
    """The contract of every table of config/ by its name ("lines/central.csv"), in the order of the modules."""
    modules = [importlib.import_module(f"{__name__}.tables.{name}") for name in _MODULES]
    return {contract.name: contract for module in modules for contract in module.CONTRACTS}


__all__ = ["Column", "ConfigFault", "Contract", "FileContract", "RowRule", "all_contracts"]
