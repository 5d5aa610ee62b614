"""Inside the regions: what primary care trusts were given, against their region's sum of it shared by a key.

This chooses the key of hospital and community health: the NHS is the only driver of which bodies inside most regions
are known, and inside a region is where a key is used. London's dearer labour, which no table here measures, moves money
between regions and hardly inside them.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.evidence import splits, within
from totalplace_lib.model import Year
from totalplace_lib.national.key_series import series
from totalplace_lib.national.money import health_bodies
from totalplace_lib.project import read_config, read_table, remembered

ALLOCATIONS = "research reconstruction"
KEY = "trust_need"
CANDIDATES = {
    "people": ("population",),
    "people and poverty": ("population", "income_deprived"),
    "people, age and poverty": ("population", "pensioners", "income_deprived"),
    "people, both ends of life and poverty": ("population", "births", "deaths", "income_deprived"),
    "people, age and illness": ("population", "pensioners", "health_need"),
    "people, and people out of work for illness or otherwise": ("population", "employment_deprived"),
}
"""What was let in: need in the capitation formula of these years rested on age, illness and want of work."""


@remembered
def candidates() -> pd.DataFrame:
    """How each of CANDIDATES does inside regions: name, label, misplaced, held_out, median_error, wide_error."""
    held = parts()
    rows = [{"name": name, **within.candidate(held, of_trusts(terms))} for name, terms in CANDIDATES.items()]
    return pd.DataFrame(rows).sort_values("held_out", kind="stable", ignore_index=True)


def drift() -> pd.DataFrame:
    """Where config/keys.csv says other than the trusts: driver, configured, chosen. Empty when the two agree."""
    configured = str(read_config("keys.csv").set_index("key")["value"][KEY])
    chosen = str(candidates()["label"].iloc[0])
    rows = [("hospitals", configured, chosen)] if configured != chosen else []
    return pd.DataFrame(rows, columns=["driver", "configured", "chosen"])


@remembered
def parts() -> pd.DataFrame:
    """Trusts of regions with several known trusts: year, place, body_code (the region), amount_gbp."""
    amounts = read_table("nhs_allocations", ["year", "body_code", "amount_gbp"], quality=ALLOCATIONS)
    region = health_bodies().assign(region=lambda frame: frame["area_code"].map(splits.regions()))
    home = region.groupby("body_code")["region"].first()
    known = amounts[amounts["amount_gbp"].notna() & amounts["body_code"].isin(home.index)]
    found = known.rename(columns={"body_code": "place"}).assign(
        body_code=lambda frame: frame["place"].map(home)
    )
    several = found.groupby(["year", "body_code"])["place"].transform("size") > 1
    return found[several].reset_index(drop=True)


def of_trusts(names: tuple[str, ...]) -> pd.DataFrame:
    """Keys of each row of parts(), as shares of England in its year: rows x names."""
    held = parts()
    tables = {year: _of_year(str(year), names) for year in held["year"].unique()}
    rows = [tables[year].loc[place] for year, place in zip(held["year"], held["place"], strict=True)]
    return pd.DataFrame(rows).set_axis(held.index)


def _of_year(year: str, names: tuple[str, ...]) -> pd.DataFrame:
    """Keys by trust in one year, as shares of England: trusts x names."""
    long = series(Year.parse(year), names)
    keys = long.pivot_table(index="area_code", columns="key", values="value", aggfunc="sum")[list(names)]
    pieces = health_bodies()
    on_pieces = (keys / keys.sum()).reindex(pieces["area_code"]).set_axis(pieces.index)
    return on_pieces.mul(pieces["weight"], axis=0).groupby(pieces["body_code"]).sum()
