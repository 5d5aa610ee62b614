"""How far a region's count may be off: what its difference from the Treasury's identifiable spending leaves open.

Nothing of a region is shared by a key: departments' money is the Treasury's own, councils' money is returned. So its
range is what is left between the two after the causes of evidence.treasury, function by function, in every year. The
Treasury's figure for councils is made from the same returns, so this is the error of classifying and adding them up
and of what is estimated; that a return itself is wrong cannot be seen here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.count.pence import to_pounds
from totalplace_lib.evidence import calibration, treasury
from totalplace_lib.evidence.inside_regions import regions_of
from totalplace_lib.model import COFOG, Place, Year
from totalplace_lib.national.money import sharing
from totalplace_lib.national.years import years
from totalplace_lib.project import home, read_config

DIFFERENCES = ["year", "region_code", "function_code", "counted_gbp", "unexplained_gbp"]
ENGLAND, REGION, TOTAL = "england", "region", "all"


def differences(year: str) -> pd.DataFrame:
    """One year by region and function: what is counted and what is left unexplained, GBP (DIFFERENCES)."""
    lines, homes = sharing(Year.parse(year)).lines, treasury.regions_of(year)
    counted = lines.assign(amount_gbp=to_pounds(lines["amount_pence"].to_numpy(dtype="int64")))
    official = treasury.identifiable(year)
    parts = []
    for region in sorted(set(homes)):
        table = treasury.beside_treasury(
            official[official["area_code"] == region],
            treasury.causes(year, region),
            counted[counted["catchment_code"].map(homes) == region],
        )
        parts.append(table.assign(year=year, region_code=region))
    return pd.concat(parts, ignore_index=True)[DIFFERENCES]


def document() -> str:
    """docs/evidence/regions-beside-treasury.csv: differences() of every countable year."""
    table = pd.concat([differences(year) for year in years()], ignore_index=True)
    return table.round(2).to_csv(index=False, lineterminator="\n")


def made() -> pd.DataFrame:
    """config/made/treasury_differences.csv from the two tables of docs/evidence: level, function_code, half_width,
    inside, figures.

    half_width  part of the function's money that nine differences in ten stay within
    inside      how often the half-width of the other regions (for England: the other years) held it
    """
    folder = home() / "docs" / "evidence"
    by_region = pd.read_csv(folder / "regions-beside-treasury.csv", dtype={"function_code": "str"})
    england = (
        by_region.groupby(["year", "function_code"])[["counted_gbp", "unexplained_gbp"]].sum().reset_index()
    )
    parts = [
        _rates(by_region.rename(columns={"region_code": "part"})).assign(level=REGION),
        _rates(england.assign(part=england["year"])).assign(level=ENGLAND),
    ]
    return pd.concat(parts, ignore_index=True)[["level", "function_code", "half_width", "inside", "figures"]]


def _rates(table: pd.DataFrame) -> pd.DataFrame:
    """Half-width and coverage by function, and of the total (TOTAL), in which functions offset each other.

    table  year, part (what is left out when its figures are judged), function_code, counted_gbp, unexplained_gbp
    """
    share = float(read_config("evidence/ranges.csv").set_index("name")["value"]["coverage"])
    sums = ["counted_gbp", "unexplained_gbp"]
    whole = table.groupby(["year", "part"])[sums].sum().reset_index().assign(function_code=TOTAL)
    every = pd.concat([table, whole], ignore_index=True).query("counted_gbp != 0")
    every["off"] = (every["unexplained_gbp"] / every["counted_gbp"]).abs()
    rows = []
    for code, own in every.groupby("function_code"):
        sizes, part = own["off"].to_numpy(dtype=np.float64), own["part"].to_numpy(dtype=np.str_)
        held = calibration.held_without(sizes, part, share)
        rows.append((str(code), calibration.bound(sizes, share), float(held.mean()), len(own)))
    return pd.DataFrame(rows, columns=["function_code", "half_width", "inside", "figures"]).round(4)


def half_widths(place: Place) -> pd.Series:
    """Half the range of each function of a place that is made of whole regions, as a part of its money, by the name of
    the function; empty for any other place."""
    widths = read_config("made/treasury_differences.csv")
    own = widths[(widths["level"] == level(place)) & (widths["function_code"] != TOTAL)]
    return own.set_index(own["function_code"].map(COFOG))["half_width"].astype("float64")


def half_width_gbp(total_gbp: float, place: Place) -> float:
    """Half the range of the total of a place that is made of whole regions, GBP; nought for any other place."""
    kind = level(place)
    if not kind:
        return 0.0
    widths = read_config("made/treasury_differences.csv")
    own = widths[(widths["level"] == kind) & (widths["function_code"] == TOTAL)]
    return float(own["half_width"].iloc[0]) * abs(total_gbp)


def level(place: Place) -> str:
    """england, region (one or more whole ones), or nothing."""
    areas = regions_of(place.vintage)
    is_in = areas.index.isin(place.areas)
    touched, rest = set(areas[is_in]), set(areas[~is_in])
    if not touched or touched & rest:
        return ""
    return REGION if rest else ENGLAND


if __name__ == "__main__":
    print(document(), end="")
