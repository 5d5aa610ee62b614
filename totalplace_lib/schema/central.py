"""Contracts of the tables from central government, population, deprivation, health and other publications."""

from __future__ import annotations

import pandera.pandas as pa

CONTRACTS: dict[str, pa.DataFrameSchema] = {}
