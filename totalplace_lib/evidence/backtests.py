"""Back-tests below the region: what is known by place, shared over its region as if it were not.

The money of the known places of a region is shared among them by the key; the error of each is the log odds of its true
share less those of its share by key. Regions with one known place say nothing and are left out.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.evidence import academies, health_groups, league, splits
from totalplace_lib.evidence.log_odds import error, root_mean_square, typical_by_driver
from totalplace_lib.evidence.tournament import POPULATION
from totalplace_lib.model import Year
from totalplace_lib.national.key_series import body_areas
from totalplace_lib.national.money import health_bodies
from totalplace_lib.project import read_config, read_table, remembered

COUNCIL_YEAR = "2008-09"
PROGRAMMES_OF = {"hospitals": "cra_2010"}
"""Later editions split the NHS by the legal form of its bodies, which no key can follow: there it is one line."""
VINTAGE = 2009  # areas of the councils of COUNCIL_YEAR
LEAST_PEOPLE = 20_000  # the City of London and the Isles of Scilly are unlike any other place


@remembered
def tests() -> pd.DataFrame:
    """config/evidence/backtests.csv by test."""
    return read_config("evidence/backtests.csv").fillna("").set_index("test", drop=False)


@remembered
def tested(key: str = "") -> pd.DataFrame:
    """All back-tests, under each test's key or, for comparison, all under one key: TESTED."""
    return pd.concat([_run(row, key or str(row["key"])) for _, row in tests().iterrows()], ignore_index=True)


def _run(row: pd.Series, key: str) -> pd.DataFrame:
    if row["table"] == "benefits_by_place":
        return against_control(_benefits(str(row["line"]), key), row)
    if row["table"] == "health_allocations":
        return within_regions(health_groups.shared(key), row)
    if row["table"] == "schools_grant":
        return within_regions(academies.shared(key), row)
    known = _trusts(str(row["line"]), key) if row["table"] == "nhs_allocations" else _services(row, key)
    return within_regions(known, row)


def _trusts(quality: str, key: str) -> pd.DataFrame:
    """Primary care trusts: year, region_code, place, actual_gbp, value."""
    amounts = read_table("nhs_allocations", quality=quality)
    pieces = health_bodies().assign(region_code=lambda frame: frame["area_code"].map(splits.regions()))
    rows = []
    for year, known in amounts[amounts["amount_gbp"].notna()].groupby("year"):
        values = splits.keys_of(Year.parse(str(year)).start)[key]
        part = pieces.assign(value=pieces["weight"] * pieces["area_code"].map(values))
        own = part.groupby("body_code").agg(value=("value", "sum"), region_code=("region_code", "first"))
        rows.append(own.join(known.set_index("body_code")["amount_gbp"], how="inner").assign(year=year))
    return pd.concat(rows).rename_axis("place").reset_index().rename(columns={"amount_gbp": "actual_gbp"})


def _benefits(benefit: str, key: str) -> pd.DataFrame:
    """Places with published benefits against the Treasury's control total of their region."""
    groups = read_config("lines/known.csv").set_index("benefit")["group"]
    lines = splits.truth()
    control = lines[lines["group"] == groups[benefit]].groupby(["year", "region_code"])["amount_gbp"].sum()
    known = read_table("benefits_by_place", benefit=benefit)
    known = known.assign(region_code=known["area_code"].map(splits.regions()))
    known = known.merge(control.rename("control_gbp").reset_index(), on=["year", "region_code"])
    known = known[known["control_gbp"] > known["amount_gbp"]]
    share = [
        _share(str(row.area_code), str(row.region_code), str(row.year), key) for row in known.itertuples()
    ]
    return known.assign(share=share, place=known["area_code"]).rename(columns={"amount_gbp": "actual_gbp"})


def _share(area: str, region: str, year: str, key: str) -> float:
    values = splits.keys_of(Year.parse(year).start)[key]
    return float(values[area] / values[splits.regions().reindex(values.index) == region].sum())


def _services(row: pd.Series, key: str) -> pd.DataFrame:
    """Spending of councils and forces, by place of the test's unit."""
    year = Year.parse(COUNCIL_YEAR)
    amounts = read_table("council_revenue", year=COUNCIL_YEAR, line=str(row["line"]))
    amounts = amounts[amounts["amount_gbp"].notna() & (amounts["amount_gbp"] != 0)]
    pieces = body_areas("council_revenue", year).merge(
        amounts.groupby("authority_code")["amount_gbp"].sum(), left_on="catchment_code", right_index=True
    )
    pieces["place"] = _place_of(pieces, str(row["unit"]))
    keys, region = splits.keys_of(year.start), splits.regions()
    bodies = pieces.drop_duplicates(["catchment_code", "place"])
    places = pieces.drop_duplicates(["area_code", "place"])
    found = places.assign(
        value=places["area_code"].map(keys[key]), people=places["area_code"].map(keys[POPULATION])
    )
    table = found.groupby("place").agg(
        value=("value", "sum"), people=("people", "sum"), area=("area_code", "first")
    )
    table["actual_gbp"] = bodies.groupby("place")["amount_gbp"].sum()
    table = table.assign(year=COUNCIL_YEAR, region_code=table["area"].map(region)).reset_index()
    return table[table["people"] >= LEAST_PEOPLE]


def _place_of(pieces: pd.DataFrame, unit: str) -> pd.Series:
    """The place of each piece: the body itself, its upper-tier area, or its district where it has only one.

    Places under a body that is wider than the unit (districts under a county council) are gaps: what they spend in all
    is not known.
    """
    if unit == "bodies":
        return pieces["catchment_code"]
    county = read_table("areas", vintage=VINTAGE).set_index("area_code")["county_code"]
    place = pieces["area_code"] if unit == "areas" else pieces["area_code"].map(county)
    wide = place.groupby(pieces["catchment_code"]).transform("nunique") > 1
    return place.mask(place.isin(place[wide]))


@remembered
def regional_errors() -> pd.DataFrame:
    """Errors of every driver with the region left out: driver, year, region_code, error (log odds), amount_gbp.

    Of every line in every year; a driver of PROGRAMMES_OF in one line in other editions.
    """
    rows = []
    lines = splits.truth()
    apart = lines["driver"].map(PROGRAMMES_OF)
    together = apart.notna() & (lines["edition"] != apart)
    lines = lines.assign(
        **{name: lines[name].mask(together, "") for name in ("department", "programme", "function_code")}
    )
    for driver, held in splits.arenas().items():
        table = league.line_table(lines[lines["driver"] == driver], held, splits.LEAST_GBP)
        if table.empty:
            continue
        rows.append(league.regional_errors(table, held).assign(driver=driver))
    return pd.concat(rows, ignore_index=True)


@remembered
def regional_error_by_driver() -> pd.Series:
    """The typical regional error of each driver, weighted by money."""
    return typical_by_driver(regional_errors())


@remembered
def regional_error_by_test() -> pd.Series:
    """The regional error that goes with each back-test: its driver's, or that of its own service over the regions."""
    by_driver = regional_error_by_driver()
    found = {}
    for test, row in tests().iterrows():
        known = row["driver"] in by_driver.index
        found[str(test)] = float(by_driver[row["driver"]]) if known else _of_service(row)
    return pd.Series(found)


def _of_service(row: pd.Series) -> float:
    table = _services(row, str(row["key"])).groupby("region_code")[["value", "actual_gbp"]].sum()
    shares = table / table.sum()
    return root_mean_square(error(shares["value"], shares["actual_gbp"]))


def below_region() -> pd.DataFrame:
    """Per test: figures, places, years, median_error, wide_error, misplaced, and population_error, the median under
    population; what: the test in words."""
    own = summary(tested())
    plain = summary(tested(POPULATION)).set_index("test")["median_error"]
    return own.assign(
        population_error=own["test"].map(plain),
        what=own["test"].map(tests()["what"]),
        key=own["test"].map(tests()["key"]),
        driver=own["test"].map(tests()["driver"]),
    )


TESTED = ["test", "family", "driver", "year", "region_code", "place", "estimated_gbp", "actual_gbp", "error"]


def within_regions(known: pd.DataFrame, of_test: pd.Series) -> pd.DataFrame:
    """Errors of one test, one row per place.

    known    year, region_code, place, actual_gbp, value (the place's key)
    of_test  test, family, driver: words for every row. Returns TESTED.
    """
    positive = known[known["actual_gbp"] > 0]
    kept = positive[positive.groupby(["year", "region_code"])["place"].transform("size") > 1]
    by = kept.groupby(["year", "region_code"])
    total = by["actual_gbp"].transform("sum")
    share, truth = kept["value"] / by["value"].transform("sum"), kept["actual_gbp"] / total
    named = kept.assign(
        estimated_gbp=share * total,
        error=error(share, truth),
        **{name: of_test[name] for name in ("test", "family", "driver")},
    )
    return named[TESTED].reset_index(drop=True)


def against_control(known: pd.DataFrame, of_test: pd.Series) -> pd.DataFrame:
    """Errors of one test where the control total of the region is published and not all of its places are known.

    known  year, region_code, place, actual_gbp, control_gbp, share (the place's share of its region by key)
    """
    named = known.assign(
        estimated_gbp=known["share"] * known["control_gbp"],
        error=error(known["share"], known["actual_gbp"] / known["control_gbp"]),
        **{name: of_test[name] for name in ("test", "family", "driver")},
    )
    return named[TESTED].reset_index(drop=True)


def summary(tested: pd.DataFrame) -> pd.DataFrame:
    """Per test: places, median and 90th percentile of the relative error, misplaced share of the money."""
    relative = (tested["estimated_gbp"] / tested["actual_gbp"] - 1).abs()
    apart = (tested["estimated_gbp"] - tested["actual_gbp"]).abs()
    rows = tested.assign(relative=relative, apart=apart).groupby(["test", "family"], sort=False)
    return (
        rows.agg(
            figures=("place", "size"),
            places=("place", "nunique"),
            years=("year", "nunique"),
            median_error=("relative", "median"),
            wide_error=("relative", lambda values: values.quantile(0.9)),
            misplaced=("apart", "sum"),
            actual_gbp=("actual_gbp", "sum"),
        )
        .assign(misplaced=lambda table: table["misplaced"] / table["actual_gbp"] / 2)
        .reset_index()
    )
