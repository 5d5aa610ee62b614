"""Contracts of the council finance tables."""

from __future__ import annotations

import pandera.pandas as pa


CONTRACTS: dict[str, pa.DataFrameSchema] = {}
