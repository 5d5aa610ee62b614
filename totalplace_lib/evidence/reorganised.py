"""What happened to five county councils that were divided, beside what sharing by key would have said of it.

The county's money of its last year is shared over the new councils by service, each by its key (evidence.divided); the
districts' own stays where it was. Beside it stands the first year of the new councils. Neither the keys nor the ranges
were made from these counties.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.count import geography
from totalplace_lib.evidence import calibration, coverage
from totalplace_lib.evidence.divided import ALL, figures, ground, ranges, services, spent
from totalplace_lib.evidence.log_odds import error
from totalplace_lib.model import Economic, Year
from totalplace_lib.national.years import years
from totalplace_lib.project import read_config, read_table, remembered

COLUMNS = ["name", "before", "council", "service", "share", "truth", "error", "half_width", "is_held"]


def made() -> pd.DataFrame:
    """config/made/divided.csv: each service with its key, what was measured as if unknown (figures, councils, counties,
    median_error, half_width, inside), and on what happened (half_width_after, events, events_held)."""
    found, rows, happened = ranges(), figures(), what_happened()
    order = [service for service in [*services().index, ALL] if service in found.index]
    found, by = found.loc[order], happened.dropna(subset=["error"]).groupby("service")
    off = (rows["share"] / rows["truth"] - 1).abs().groupby(rows["service"]).median()
    after = found["half_width"] * pd.Series(order, index=order).map(factors(happened))
    return pd.DataFrame(
        {
            "service": order,
            "key": [services()["key"].get(service, "") for service in order],
            "figures": found["figures"].to_numpy(),
            "councils": found["places"].to_numpy(),
            "counties": rows.groupby("service")["county"].nunique()[order].to_numpy(),
            "median_error": off[order].round(3).to_numpy(),
            "half_width": found["half_width"].round(3).to_numpy(),
            "inside": found["inside"].round(3).to_numpy(),
            "half_width_after": after.round(3).to_numpy(),
            "events": by.size().reindex(order, fill_value=0).to_numpy(),
            "events_held": by["is_held"].sum().reindex(order, fill_value=0).astype("int64").to_numpy(),
        }
    )


@remembered
def what_happened() -> pd.DataFrame:
    """Every service of every county: COLUMNS. share and truth are of the first of the two new councils: by the year
    before, and of what the two then spent; half_width is made without the county. A sum below nought has no error."""
    divided = divided_counties()
    table = pd.concat([_event(rows) for _, rows in divided.groupby("name", sort=False)], ignore_index=True)
    table["score"] = table["error"].abs() / table["service"].map(ranges()["half_width"])
    without = {name: factors(table[table["name"] != name]) for name in table["name"].unique()}
    wider = [without[name][service] for name, service in zip(table["name"], table["service"], strict=True)]
    table["half_width"] = table["service"].map(ranges()["half_width"]) * wider
    held = table["error"].abs() <= table["half_width"]
    return table.assign(is_held=held.where(table["error"].notna()))[[*COLUMNS, "score"]]


def written() -> pd.DataFrame:
    """config/made/reorganised.csv made from what_happened."""
    table = what_happened()
    held = table["is_held"].map({True: "yes", False: "no"}).fillna("")
    numbers = table[["share", "truth", "error", "half_width"]].round(3)
    return table[["name", "before", "council", "service"]].join(numbers).assign(held=held)


@remembered
def measured() -> pd.DataFrame:
    """config/made/reorganised.csv as it was written."""
    numbers = dict.fromkeys(("share", "truth", "error", "half_width"), "float64")
    return read_config("made/reorganised.csv").astype(numbers).fillna({"held": ""})


def factors(happened: pd.DataFrame) -> pd.Series:
    """How much wider than the error of the key a range must be to hold what new councils then spend, by service: one
    factor for all services, another for their sum; never below 1.

    happened  service, score (the error, in half widths of the key)
    """
    known = happened.dropna(subset=["score"])
    is_all = known["service"] == ALL
    one, other = (
        max(1.0, calibration.bound(known.loc[rows, "score"].to_numpy(), coverage.setting("coverage")))
        for rows in (~is_all, is_all)
    )
    return pd.Series(dict.fromkeys(services().index, one) | {ALL: other})


@remembered
def divided_counties() -> pd.DataFrame:
    """County councils that were divided: county (its E-code), name, year (the first after), new_code of each."""
    changes = read_table("area_changes", kind="split")
    areas = read_table("areas", ["county_code", "county_authority_code"]).drop_duplicates("county_code")
    codes = areas.set_index("county_code")["county_authority_code"]
    return pd.DataFrame(
        {
            "county": changes["old_code"].map(codes).fillna(changes["old_code"]),
            "name": changes["old_name"].str.removesuffix(" (county)"),
            "year": [str(Year(int(day[:4]))) for day in changes["effective"]],
            "new_code": changes["new_authority_code"],
        }
    )


def _event(rows: pd.DataFrame) -> pd.DataFrame:
    """One county: its last year divided, beside the first of the new councils."""
    first, county = Year.parse(str(rows["year"].iloc[0])), str(rows["county"].iloc[0])
    before = str(Year(first.start - 1))
    amounts = spent(before)
    areas = read_table("areas", vintage=geography.vintage_for(Year.parse(before))).set_index("area_code")
    homes = ground(amounts["authority_code"].unique(), before)
    homes["new_code"] = homes["area_code"].map(areas["authority_code"])
    homes = homes[homes["new_code"].isin(rows["new_code"])]
    own = amounts.merge(homes, left_on="authority_code", right_on="catchment_code")
    guess = with_own(
        by_key(amounts[amounts["authority_code"] == county], homes[homes["catchment_code"] == county]),
        own[own["authority_code"] != county],
    )
    told = judged(guess, first_years(list(rows["new_code"]), first)).drop_duplicates("service")
    names = areas.set_index("authority_code")["area_name"]
    return told.assign(name=str(rows["name"].iloc[0]), before=before, council=told["new_code"].map(names))


def by_key(divided: pd.DataFrame, homes: pd.DataFrame) -> pd.DataFrame:
    """service, new_code, part (the share by the service's key) and divided_gbp (the county's whole amount)."""
    used = services().loc[divided["service"], "key"]
    keys = homes.groupby("new_code")[sorted(set(used))].sum()
    parts = (keys / keys.sum()).reset_index().melt("new_code", var_name="key", value_name="part")
    amounts = divided.assign(key=used.to_numpy()).rename(columns={"amount_gbp": "divided_gbp"})
    return amounts.merge(parts, on="key")[["service", "new_code", "part", "divided_gbp"]]


def with_own(divided: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Adds own_gbp, what smaller councils on the ground spent themselves, and all current services together."""
    sums = own.groupby(["service", "new_code"])["amount_gbp"].sum().rename("own_gbp").reset_index()
    table = divided.merge(sums, on=["service", "new_code"], how="left").fillna({"own_gbp": 0.0})
    current = table[table["service"].map(services()["economic"]) == str(Economic.CURRENT)]
    current = current.assign(shared_gbp=current["part"] * current["divided_gbp"])
    every = current.groupby("new_code")[["shared_gbp", "divided_gbp", "own_gbp"]].sum().reset_index()
    every = every.assign(service=ALL, part=every["shared_gbp"] / every["divided_gbp"]).drop(
        columns="shared_gbp"
    )
    return pd.concat([table, every], ignore_index=True)


def judged(guess: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """Adds share (of all new councils, by the year before), truth (as they then spent) and error."""
    guess = guess.assign(amount=guess["own_gbp"] + guess["divided_gbp"] * guess["part"])
    table = guess.merge(truth, on=["new_code", "service"], how="left")
    by = table.groupby("service")
    table["share"] = table["amount"] / by["amount"].transform("sum")
    table["truth"] = table["amount_gbp"] / by["amount_gbp"].transform("sum", min_count=2)
    is_part = table[["share", "truth"]].gt(0).all(axis=1) & table[["share", "truth"]].lt(1).all(axis=1)
    return table.assign(error=np.where(is_part, error(table["share"], table["truth"]), np.nan))


def first_years(codes: list[str], first: Year) -> pd.DataFrame:
    """new_code, service, amount_gbp: each council's first return. One of a later year is brought back to the first by
    what councils that returned both years spent in them."""
    told: dict[str, pd.Series] = {}
    start = by_council(str(first))
    for year in [each for each in years() if each >= str(first)]:
        now = by_council(year)
        both = start.index.intersection(now.index)
        moved_by = start.loc[both].groupby("service").sum() / now.loc[both].groupby("service").sum()
        for code in set(codes) - set(told):
            if code in now.index.get_level_values("authority_code"):
                told[code] = now.xs(code, level="authority_code") * moved_by
    frames = [rows.rename("amount_gbp").reset_index().assign(new_code=code) for code, rows in told.items()]
    return pd.concat(frames, ignore_index=True)[["new_code", "service", "amount_gbp"]]


def by_council(year: str) -> pd.Series:
    """What councils returned in a year by authority_code and service, all current services together among them."""
    rows = spent(year).dropna(subset=["amount_gbp"])
    current = rows[rows["service"].map(services()["economic"]) == str(Economic.CURRENT)]
    every = current.groupby("authority_code")["amount_gbp"].sum().reset_index().assign(service=ALL)
    both = pd.concat([rows, every], ignore_index=True)
    return both.set_index(["authority_code", "service"])["amount_gbp"]
