"""Other keys for what drives the money: which driver a line has, and the money of a year under a changed choice."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from totalplace_lib.count.keys import NEVER_SPREAD
from totalplace_lib.count.sharing import Sharing
from totalplace_lib.errors import UsageError
from totalplace_lib.model import Year
from totalplace_lib.national.money import key_names, keys_within, sharing
from totalplace_lib.project import read_config, remembered

Keys = tuple[tuple[str, str], ...]


@remembered
def drivers(year: str) -> pd.DataFrame:
    """Everything whose key can be changed in a year: driver, name, key (the count's own).

    Treasury lines by driver (config/evidence/drivers.csv); money of councils and other local bodies by group (the key
    matters where a body is wider than the place). What is never spread has no key to change.
    """
    lines = sharing(Year.parse(year)).lines
    spread = lines[(lines["key"] != NEVER_SPREAD) & (lines["amount_pence"] != 0)]
    own = spread.drop_duplicates("driver").sort_values("driver")[["driver", "key"]]
    names = read_config("evidence/drivers.csv").set_index("driver")["name"]
    named = own["driver"].map(names).fillna(own["driver"].str.split(": ", n=1).str[-1])
    return own.assign(name=named).reset_index(drop=True)[["driver", "name", "key"]]


def check_keys(year: str, chosen: Mapping[str, str]) -> Keys:
    """A choice of keys (driver -> key) in one order, without those that are the count's own.

    UsageError that lists what there is for an unknown driver or key.
    """
    if not chosen:
        return ()
    own = dict(zip(drivers(year)["driver"], drivers(year)["key"], strict=True))
    strange = sorted(set(chosen) - set(own))
    if strange:
        raise UsageError(f"No driver is called '{strange[0]}' in {year}. Drivers: {', '.join(own)}.")
    wrong = sorted(set(chosen.values()) - set(key_names()))
    if wrong:
        raise UsageError(f"No key is called '{wrong[0]}'. Keys: {', '.join(key_names())}.")
    return tuple(sorted((driver, key) for driver, key in chosen.items() if key != own[driver]))


@remembered(most=8)
def sharing_with(year: str, chosen: Keys) -> Sharing:
    """The money of a year, shared by the count's own keys but for those chosen (see check_keys)."""
    base = sharing(Year.parse(year))
    if not chosen:
        return base
    key = base.lines["driver"].map(dict(chosen))
    spread = key.notna() & (base.lines["key"] != NEVER_SPREAD)
    changed = dict(zip(base.lines.loc[spread, "line_id"], key[spread], strict=True))
    return base.with_keys(changed, _all_keys(year))


def prepare(year: str) -> None:
    """Make ready what a change of keys needs."""
    drivers(year)
    _all_keys(year)


@remembered
def _all_keys(year: str) -> pd.DataFrame:
    return keys_within(Year.parse(year), list(key_names()))
