"""Programmes run for the whole of Great Britain, shared over its nations by a key found in England.

Nothing was chosen or fitted there, so each nation is a test of the key. A nation takes part in a line when it got at
least LEAST of what people alone would give it: less means that the programme is devolved and leaves only traces.
"""

from __future__ import annotations

import pandas as pd

ENGLAND, WALES, SCOTLAND = "E92000001", "W92000004", "S92000003"
NEEDED = (ENGLAND, WALES, SCOTLAND)
LEAST = 0.25


def compared(amounts: pd.DataFrame, keys: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Published and shared money by driver and nation.

    amounts  MultiIndex (driver, year, line), one column per nation, GBP, 0 where none; lines without England, Wales and
             Scotland are left out, and those paid back
    keys, people  (driver, year) and year by nation: the value of the driver's key, and residents
    Returns driver, area_code, amount_gbp, key_gbp, population_gbp (what key and people give), over all lines and years.
    """
    when = pd.MultiIndex.from_arrays([amounts.index.get_level_values(name) for name in ("driver", "year")])
    resident = people.reindex(amounts.index.get_level_values("year")).set_axis(amounts.index)[amounts.columns]
    value = keys.reindex(when).set_axis(amounts.index)[amounts.columns]
    by_people = resident.div(resident[ENGLAND], axis=0).mul(amounts[ENGLAND], axis=0)
    takes_part = amounts >= LEAST * by_people
    whole = takes_part[list(NEEDED)].all(axis=1) & (amounts[ENGLAND] > 0)
    part = amounts.where(takes_part, 0.0)[whole]
    tables = {"amount_gbp": part}
    for name, base in (("key_gbp", value), ("population_gbp", resident)):
        weight = base[whole].where(takes_part[whole], 0.0)
        tables[name] = weight.div(weight.sum(axis=1), axis=0).mul(part.sum(axis=1), axis=0)
    sums = {name: table.groupby(level="driver").sum().stack() for name, table in tables.items()}
    found = pd.DataFrame(sums).rename_axis(["driver", "area_code"]).reset_index()
    return found[(found["amount_gbp"] > 0) & (found["area_code"] != ENGLAND)].reset_index(drop=True)
