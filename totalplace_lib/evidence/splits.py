"""The evidence on keys: reads the published splits by region and the keys and hands them to count.evidence."""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.count.line_making import RULES_ON
from totalplace_lib.count.rules import apply_rules, first_fit
from totalplace_lib.evidence import league, tournament
from totalplace_lib.evidence.candidates import region_shares
from totalplace_lib.evidence.tournament import POPULATION
from totalplace_lib.model import Year
from totalplace_lib.national.central import central_rules
from totalplace_lib.national.key_series import series
from totalplace_lib.project import read_config, read_table, remembered

# Each year once, from an edition that gives its outturn: the 2010 edition's 2010-11 is plans.
EDITIONS = {
    "cra_2010": (2004, 2009),
    "cra_2014": (2010, 2013),
    "cra_2018": (2014, 2017),
    "cra_2023": (2018, 2018),
    "cra_2024": (2019, 2019),
    "cra_2025": (2020, 2024),
}
FIRST_JUDGED = "2018-19"
"""The out-of-time test: chosen on the years before, in the editions to 2018, judged on this one and those after."""
LATEST_NATIONS = 2012  # what is held of people in the other nations ends here
LEAST_GBP = 20e6
HEADLINE_YEAR = "2008-09"
FIXED = "fixed"
FORMULA_ON = ["edition", "department", "programme", "economic", "year"]
BY = [
    "edition",
    "year",
    "driver",
    "group",
    "department",
    "programme",
    "function_code",
    "economic",
    "region_code",
]


@remembered
def truth() -> pd.DataFrame:
    """Identifiable money outside councils by line and English region: the columns BY and amount_gbp."""
    lines = classified()
    english = lines[lines["area_code"].str.startswith("E12")].rename(columns={"area_code": "region_code"})
    return english.groupby(BY)["amount_gbp"].sum().reset_index()


@remembered
def classified() -> pd.DataFrame:
    """Identifiable money outside councils by line and area, with driver and group.

    Splits that are a department's formula are left out (config/evidence/not_truth.csv).
    """
    columns = [
        "year",
        "department",
        "organisation",
        "programme_code",
        "programme",
        "function_code",
        "economic",
        "sector",
        "area_code",
        "amount_gbp",
    ]
    parts = [
        read_table("cra", [*columns, "edition", "is_identifiable"], edition=edition, year=_years(first, last))
        for edition, (first, last) in EDITIONS.items()
    ]
    cra = pd.concat(parts, ignore_index=True)
    formula = first_fit(cra, read_config("evidence/not_truth.csv"), FORMULA_ON) >= 0
    held = cra[cra["is_identifiable"] & (cra["sector"] != "LA") & ~formula]
    held = held.assign(segment=held["programme_code"])
    lines = apply_rules(held, central_rules(), RULES_ON, ["driver", "group"], "lines/central.csv")
    return lines.assign(group=lines["group"].fillna(""))


def _years(first: int, last: int) -> list[str]:
    return [str(Year(start)) for start in range(first, last + 1)]


@remembered
def regions() -> pd.Series:
    """Region code by area code, of the areas of every vintage."""
    areas = read_table("areas", ["area_code", "region_code"]).drop_duplicates()
    return areas.set_index("area_code")["region_code"]


@remembered
def competing() -> tuple[str, ...]:
    """Every key that stands on a shortlist or in a back-test, with population."""
    lists, tests = read_config("evidence/shortlists.csv"), read_config("evidence/backtests.csv")
    terms = lists["terms"].dropna().str.split().explode()
    return tuple(sorted({POPULATION, *lists["key"], *terms, *tests["key"]}))


@remembered
def keys_of(start: int) -> pd.DataFrame:
    """The competing keys on the areas by which the year that begins in `start` is counted: areas x keys."""
    frame = series(Year(start), competing())
    table: pd.DataFrame = frame.pivot_table(index="area_code", columns="key", values="value", aggfunc="sum")
    return table


@remembered
def shares() -> dict[str, pd.DataFrame]:
    """The competing keys as shares of England by region, for each year of the truth: year -> keys x regions."""
    found = {}
    for year in sorted(truth()["year"].unique()):
        wide = keys_of(Year.parse(year).start).reset_index()
        long = wide.melt("area_code", var_name="key", value_name="value")
        found[str(year)] = region_shares(long, regions())
    return found


def drivers() -> pd.DataFrame:
    """config/evidence/drivers.csv by driver."""
    return read_config("evidence/drivers.csv").set_index("driver")


@remembered
def arenas() -> dict[str, tournament.Arena]:
    """Each driver's truth and candidates."""
    lists = read_config("evidence/shortlists.csv").fillna("")
    lines = truth()
    return {
        driver: tournament.arena(lines[lines["driver"] == driver], shares(), lists[lists["driver"] == driver])
        for driver in drivers().index
        if (lines["driver"] == driver).any()
    }


@remembered
def drivers_league() -> pd.DataFrame:
    """Every candidate of every driver: driver, key, label, error, is_chosen, rank, name, in_use (the count's key)."""
    table = league.of_drivers(arenas())
    named = drivers()
    return table.assign(name=table["driver"].map(named["name"]), in_use=table["driver"].map(named["key"]))


@remembered
def lines_league() -> pd.DataFrame:
    """Every line of every year under the choice (league.of_lines), with is_fixed and is_receipt (net receipts)."""
    table = league.of_lines(truth(), arenas(), LEAST_GBP, FIRST_JUDGED)
    signs = truth().groupby(league.LINE)["amount_gbp"].sum().rename("signed_gbp")
    table = table.merge(signs.reset_index(), on=league.LINE)
    is_fixed = table["driver"].map(drivers()["tested"]) == FIXED
    return table.assign(is_fixed=is_fixed, is_receipt=table["signed_gbp"] < 0).drop(columns="signed_gbp")


def lines_of(year: str) -> pd.DataFrame:
    """The payments among the lines of one year (lines_league without net receipts)."""
    table = lines_league()
    return table[(table["year"] == year) & ~table["is_receipt"]]


def headline(year: str = HEADLINE_YEAR) -> pd.DataFrame:
    """Misplaced share of one year's payments: with and without fixed assets, by what was left out.

    Columns scope, lines, amount_gbp, population, in_sample, region_out, year_out, both_out (parts of one). The last two
    are for whole drivers, in which lines may offset each other.
    """
    table = lines_of(year)
    rows = [
        _measured(name, table[chosen], year)
        for name, chosen in (
            ("All lines", table["driver"] != ""),
            ("Without fixed assets", ~table["is_fixed"]),
        )
    ]
    return pd.DataFrame(rows)


def _measured(name: str, table: pd.DataFrame, year: str) -> dict[str, object]:
    total = table["amount_gbp"].sum()
    held = {driver: arena for driver, arena in arenas().items() if driver in set(table["driver"])}
    whole = sum(arena.amounts[arena.years.index(year)].sum() for arena in held.values())
    folds = {
        f"{by}_out": sum(league.misplaced_by_fold(arena, by)[year] for arena in held.values()) / whole
        for by in ("year", "both")
    }
    measures = {"population": "population_gbp", "in_sample": "chosen_gbp", "region_out": "held_out_gbp"}
    return {
        "scope": name,
        "lines": len(table),
        "amount_gbp": total,
        **{label: table[column].sum() / total for label, column in measures.items()},
        **folds,
    }


@remembered
def by_year() -> pd.DataFrame:
    """The out-of-time test, one row per year (config/made/misplaced.csv): parts of the money of all payments that each
    way of sharing puts into the wrong region. No error of a place: a count takes the regions' money as published."""
    table = lines_league()
    table = table[~table["is_receipt"]]
    measures = {
        "population": "population_gbp",
        "chosen_before": "before_gbp",
        "region_out": "held_out_gbp",
        "chosen": "chosen_gbp",
    }
    sums = table.groupby("year")[["amount_gbp", *measures.values()]].sum()
    parts = {name: (sums[column] / sums["amount_gbp"]).round(4) for name, column in measures.items()}
    return pd.DataFrame(
        {
            "year": sums.index,
            "judged": ["after" if year >= FIRST_JUDGED else "before" for year in sums.index],
            "lines": table.groupby("year").size().to_numpy(),
            "amount_gbp_bn": (sums["amount_gbp"] / 1e9).round(1).to_numpy(),
            **{name: part.to_numpy() for name, part in parts.items()},
        }
    )


@remembered
def choices() -> pd.DataFrame:
    """Each driver's key chosen on the years before FIRST_JUDGED and on all, and what each misplaces between regions in
    the years from it (config/made/key_choices.csv)."""
    rows = []
    for driver, held in arenas().items():
        everything, regions = held.everything()
        later = np.array([year >= FIRST_JUDGED for year in held.years])
        total = held.amounts[later].sum()
        before, chosen = league.chosen_before(held, FIRST_JUDGED), held.choose(everything, regions)
        people = tournament.Choice(tournament.Candidate(POPULATION))
        parts = [
            round(held.errors(choice, later, regions).sum() / total, 4) if total else None
            for choice in (people, before, chosen)
        ]
        is_new = bool(later.all())
        first = None if is_new else tournament.label(before)
        rows.append((driver, first, tournament.label(chosen), round(total / 1e9, 1), *parts))
    columns = ["driver", "before", "chosen", "amount_gbp_bn", "by_people", "by_before", "by_chosen"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(by_before=table["by_before"].where(table["before"].notna()))


def drift() -> pd.DataFrame:
    """Where config says other than the tournament: driver, configured, chosen. Empty when the two agree."""
    table = drivers_league()
    is_tested = table["driver"].map(drivers()["tested"]) != FIXED
    keys = table[table["is_chosen"] & is_tested & (table["key"] != table["in_use"])]
    weights = table["key"].map(read_config("keys.csv").set_index("key")["value"])
    fitted = table[(table["label"] != table["key"]) & (weights != table["label"])]
    rows = [*zip(keys["driver"], keys["in_use"], keys["key"], strict=True)]
    rows += zip(fitted["driver"], weights[fitted.index], fitted["label"], strict=True)
    return pd.DataFrame(rows, columns=["driver", "configured", "chosen"])
