"""Exhibits of the key tournament: misplaced money, the league, the back-tests below the region, the calibration."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from totalplace_lib.present.charts import dot_comparison, grouped_bars, lines
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.numbers import fixed, money

SOURCE = (
    "Country and Regional Analysis, editions 2010, 2014, 2018 and 2023 to 2025 (HM Treasury); Total Place"
)
BETWEEN = (
    "This measures sharing between regions, which a count never does: it takes the region's money as published and "
    "shares it inside the region. It says which key is better, not how wrong the figure of a place is."
)
_LEAST_NATION = 100e6  # less says little of a key


def out_of_time(table: pd.DataFrame) -> Exhibit:
    """Misplaced money by year, in and out of the years that the keys were chosen on. table: evidence.splits.by_year."""
    after = table[table["judged"] == "after"]
    mean = {
        name: (after[name] * after["amount_gbp_bn"]).sum() / after["amount_gbp_bn"].sum() for name in WAYS
    }
    long = table.melt("year", list(WAYS), var_name="way", value_name="part")
    long["way"] = long["way"].map(WAYS)
    caption = Caption(
        "out-of-time",
        f"Chosen on the years to 2017-18, the keys put {_percent(mean['chosen_before'])} of the money of the seven "
        f"years after into the wrong region; people {_percent(mean['population'])}",
        "Misplaced share of central government's money between nine regions by year, lines of £20 million and more",
        SOURCE,
        (
            BETWEEN,
            f"The keys in use were then chosen on all years: {_percent(mean['chosen'])} of the same seven.",
            "2014-15 to 2017-18 are without the health service, whose split in that edition is a formula.",
        ),
    )
    drawn = {"year": Column("Year"), "way": Column("Shared by"), "part": Column("Misplaced", "share", 2)}
    columns = {
        "year": Column("Year"),
        "amount_gbp": Column("Money", "money"),
        **{name: Column(way, "share", 2) for name, way in WAYS.items()},
        "region_out": Column("Chosen on all years, region left out", "share", 2),
    }
    exhibit = lines(long, drawn, caption, period="year", value="part", series="way")
    return replace(exhibit, table=table.assign(amount_gbp=table["amount_gbp_bn"] * 1e9), columns=columns)


WAYS = {
    "population": "People alone",
    "chosen_before": "Keys chosen on the years to 2017-18",
    "chosen": "Keys chosen on all years",
}


def changed_keys(table: pd.DataFrame, names: pd.Series) -> Exhibit:
    """Drivers whose key is another one since it was chosen on all years. table: evidence.splits.choices."""
    known = table.dropna(subset=["before"])
    rows = known[known["before"] != known["chosen"]]
    rows = rows.assign(name=rows["driver"].map(names), why=[_why(*pair) for pair in _pairs(rows)])
    words = f"{len(rows)} of {len(known)} drivers have another key since the years from 2018-19 are known"
    columns = {
        "name": Column("Driver"),
        "before": Column("Chosen on the years to 2017-18"),
        "chosen": Column("Chosen on all years"),
        "by_people": Column("By people", "share", 1),
        "by_before": Column("By the first key", "share", 1),
        "by_chosen": Column("By the second key", "share", 1),
        "why": Column("Why"),
    }
    caption = Caption(
        "changed-keys",
        words,
        "Misplaced share between regions of the money of 2018-19 to 2024-25",
        SOURCE,
        (BETWEEN,),
    )
    return Exhibit(caption, rows, columns, f"Table of drivers. {words}.")


def _pairs(rows: pd.DataFrame) -> zip[tuple[float, float]]:
    return zip(rows["by_before"], rows["by_chosen"], strict=True)


def _why(before: float, chosen: float) -> str:
    """Why a choice changed, from what each key misplaces in the later years."""
    if chosen < before:
        return "nearer in the later years"
    return "simpler, and no longer further off than the regions differ among themselves"


def headline(table: pd.DataFrame) -> Exhibit:
    """Misplaced money of one year's lines by population and by the chosen keys. table: evidence.splits.headline."""
    first = table.iloc[0]
    caption = Caption(
        "misplaced-money",
        f"Sharing by people alone puts {_percent(first['population'])} of the money in the wrong region; "
        f"the chosen keys {_percent(first['region_out'])}",
        "Misplaced share of central government's money between nine regions, 2008-09, lines of £20 million and more",
        SOURCE,
        ("Region left out: key and weights were chosen without the region that they are judged on.", BETWEEN),
    )
    columns = {
        "scope": Column("Lines"),
        "population": Column("By population", "share", 2),
        "region_out": Column("Chosen keys, region left out", "share", 2),
        "in_sample": Column("Chosen keys, nothing left out", "share", 2),
        "lines": Column("Number of lines", "count"),
        "amount_gbp": Column("Money", "money"),
    }
    return grouped_bars(table, columns, caption, label="scope", values=("population", "region_out"))


def league(table: pd.DataFrame, lines_of_year: pd.DataFrame, number: int = 12) -> Exhibit:
    """Drivers with most money saved from the wrong region. lines_of_year: evidence.splits.lines_league of a year."""
    sums = lines_of_year.groupby("driver")[["amount_gbp", "population_gbp", "held_out_gbp"]].sum()
    chosen = table[table["is_chosen"]].set_index("driver")
    joined = sums.join(chosen[["name", "label"]])
    joined["gain_gbp"] = joined["population_gbp"] - joined["held_out_gbp"]
    rows = joined.sort_values("gain_gbp", ascending=False).head(number)
    best = rows.iloc[0]
    caption = Caption(
        "league-of-drivers",
        f"{best['name']}: {money(best['population_gbp'])} misplaced by people, "
        f"{money(best['held_out_gbp'])} by the key",
        "Misplaced money by driver, 2008-09, region left out",
        SOURCE,
    )
    columns = {
        "name": Column("Driver"),
        "population_gbp": Column("By population", "money"),
        "held_out_gbp": Column("By the chosen key", "money"),
        "amount_gbp": Column("Money", "money"),
        "label": Column("Key"),
    }
    return grouped_bars(rows, columns, caption, label="name", values=("population_gbp", "held_out_gbp"))


def all_candidates(table: pd.DataFrame) -> Exhibit:
    """The whole league table: every candidate of every driver. table: evidence.splits.drivers_league."""
    rows = table.assign(chosen=table["is_chosen"].map({True: "chosen", False: ""}))
    columns = {
        "name": Column("Driver"),
        "label": Column("Key"),
        "error": Column("Misplaced, all years", "share", 1),
        "rank": Column("Rank", "count"),
        "chosen": Column("Choice"),
    }
    words = f"{len(table)} candidates for {table['driver'].nunique()} drivers"
    caption = Caption(
        "all-candidates", words, "Misplaced share between regions of the money of 2004-05 to 2024-25", SOURCE
    )
    return Exhibit(caption, rows, columns, f"Table of {words} with the misplaced share of each.")


def worse_than_population(lines_of_year: pd.DataFrame) -> Exhibit:
    """Lines that the chosen key serves worse than population, by more than one standard error over the regions."""
    excess = lines_of_year["excess_gbp"]
    # An excess in one region alone equals its standard error to the penny: it is not more.
    beyond = excess - lines_of_year["standard_error_gbp"] > 1.0
    rows = lines_of_year[beyond].sort_values("excess_gbp", ascending=False)
    total = money(float(lines_of_year["amount_gbp"].sum()))
    surely = "served worse than by population by more than the standard error"
    words = (
        f"{len(rows)} of {len(lines_of_year)} lines are {surely}: {money(rows['excess_gbp'].sum())} of {total}"
        if len(rows)
        else f"None of {len(lines_of_year)} lines is {surely}"
    )
    less = excess[~beyond & (excess > 0)]
    columns = {
        "programme": Column("Line"),
        "economic": Column("Kind"),
        "amount_gbp": Column("Money", "money"),
        "population_gbp": Column("Misplaced by population", "money"),
        "held_out_gbp": Column("Misplaced by the key", "money"),
    }
    note = f"{len(less)} lines are served worse by less than that: {money(less.sum())} of {total}."
    caption = Caption("worse-than-population", words, "Lines of 2008-09, region left out", SOURCE, (note,))
    return Exhibit(caption, rows, columns, f"Table of lines. {words}.")


def below_the_region(table: pd.DataFrame) -> Exhibit:
    """Back-tests by place: median error by population and by the key. table: evidence.backtests.below_region."""
    trusts = table.set_index("test").loc["pct_allocations"]
    caption = Caption(
        "below-the-region",
        f"Primary care trusts: half are within {_percent(trusts['median_error'])} by the key, "
        f"within {_percent(trusts['population_error'])} by population",
        "Median error of figures whose place is known, shared over their region as if it were not",
        "Allocations to primary care trusts, benefits in Birmingham (DWP), councils' returns (CLG); Total Place",
    )
    columns = {
        "what": Column("What was shared"),
        "median_error": Column("By the key", "share", 1),
        "population_error": Column("By population", "share", 1),
        "wide_error": Column("One in ten is further than", "share", 1),
        "figures": Column("Figures", "count"),
        "places": Column("Places", "count"),
        "years": Column("Years", "count"),
        "key": Column("Key"),
    }
    return dot_comparison(
        _fifteen(table), columns, caption, label="what", values=["median_error", "population_error"]
    )


def inside_regions(table: pd.DataFrame) -> Exhibit:
    """What came nearest to what primary care trusts were given. table: evidence.health_trusts.candidates."""
    people = table.set_index("label").loc["population", "held_out"]
    caption = Caption(
        "inside-regions",
        f"Hospital and community health inside the regions: {_percent(table['held_out'].iloc[0])} misplaced by "
        f"the best combination, {_percent(people)} by people",
        "Allocations of primary care trusts, 2003-04 to 2012-13, each region's sum shared over its known trusts",
        "Allocations to primary care trusts (research reconstruction); Total Place",
        (
            "Region left out: the weights, in tenths, are those that suit the trusts of the other regions best.",
            "The first combination is the key of the count. Between regions nothing is chosen for this driver.",
        ),
    )
    columns = {
        "name": Column("Made of"),
        "label": Column("Key"),
        "held_out": Column("Misplaced, region left out", "share", 2),
        "misplaced": Column("Misplaced, nothing left out", "share", 2),
        "median_error": Column("Half are within", "share", 1),
        "wide_error": Column("Nine in ten are within", "share", 1),
    }
    return Exhibit(
        caption, table, columns, f"Table of {len(table)} combinations with the misplaced share of each."
    )


def nations(table: pd.DataFrame) -> Exhibit:
    """Programmes run for Great Britain, shared over its nations by England's keys. table: evidence.nations.compared."""
    rows = table[table["amount_gbp"] >= _LEAST_NATION].copy()
    for name in ("key", "population"):
        rows[f"{name}_error"] = (rows[f"{name}_gbp"] / rows["amount_gbp"] - 1).abs()
    apart = {name: (rows[f"{name}_gbp"] - rows["amount_gbp"]).abs().sum() for name in ("key", "population")}
    caption = Caption(
        "nations",
        f"Wales, Scotland and Northern Ireland: keys chosen in England are {money(apart['key'])} off, "
        f"people {money(apart['population'])}, of {money(rows['amount_gbp'].sum())}",
        "Programmes run for the whole of Great Britain or the United Kingdom, 2004-05 to 2012-13, by driver",
        SOURCE,
        (
            "Only population, births, deaths and arrivals from abroad are held for the other nations, so only drivers "
            "with such a key can be tested; deprivation, ages by place and councils' returns are England's own.",
        ),
    )
    columns = {
        "name": Column("Driver"),
        "nation": Column("Nation"),
        "key": Column("Key"),
        "amount_gbp": Column("Money", "money"),
        "key_error": Column("Off by the key", "share", 1),
        "population_error": Column("Off by people", "share", 1),
    }
    return Exhibit(
        caption, rows, columns, f"Table of {len(rows)} drivers and nations with the error of each."
    )


def _fifteen(table: pd.DataFrame) -> pd.DataFrame:
    """The tests with the most places or years; the chart has room for fifteen."""
    order = table["figures"].sort_values(ascending=False, kind="stable").index[:15]
    return table.loc[sorted(order)]


def calibration(curve: pd.DataFrame) -> Exhibit:
    """Stated against measured coverage of held-out figures. curve: nominal, places, regions (parts of one)."""
    long = curve.melt("nominal", var_name="level", value_name="inside")
    long["level"] = long["level"].map(
        {
            "nominal_line": "As stated",
            "places": "Below the region, mean of families",
            "worst": "Below the region, worst family",
            "regions": "Between regions",
        }
    )
    long["nominal"] = [f"{value:.0%}" for value in long["nominal"]]
    at_90 = curve.set_index("nominal").loc[0.9]
    caption = Caption(
        "calibration",
        f"Ranges stated at 90% held {_percent(at_90['places'])} of known figures below the region, in the worst family "
        f"of tests {_percent(at_90['worst'])}",
        "Share of held-out figures inside the range, by the stated share",
        SOURCE,
        (
            "Held out: the width of a range comes from other regions than those judged; where a family of tests has "
            "one region, from its other tests.",
        ),
    )
    columns = {
        "nominal": Column("Stated coverage"),
        "level": Column("Level"),
        "inside": Column("Measured coverage", "share"),
    }
    return lines(long, columns, caption, period="nominal", value="inside", series="level")


def coverage(table: pd.DataFrame) -> Exhibit:
    """Every family of tests, kind of money and region with the share that its ranges held.

    table: config/made/coverage.csv
    """
    at = table.set_index("level")
    worst = at.loc["places: worst"]
    caption = Caption(
        "coverage",
        f"Ranges held {_percent(at.loc['places', 'inside'])} of known figures in the mean of families of tests; the "
        f"worst, {worst['name']}, {_percent(worst['inside'])}",
        "Share of known figures inside the 90% range, each judged by a range made without it",
        SOURCE,
        (
            "A family outside 85% to 95% makes the grade of its lines D.",
            "Borrowed: lines without figures of their own below the region have the range of all families; this is how "
            "often such a range held a family that had no part in it.",
        ),
    )
    columns = {
        "level": Column("What was judged"),
        "name": Column("Which"),
        "inside": Column("Inside the range", "share", 1),
        "figures": Column("Figures", "count"),
    }
    return Exhibit(caption, table, columns, f"Table of {len(table)} measured shares.")


def wider_ranges(table: pd.DataFrame) -> Exhibit:
    """How often ranges held inside each region, and where they are wider. table: evidence.inside_regions.made."""
    wider = table[table["factor"] > 1]
    said = [
        f"{row['region_name']}'s places have ranges {fixed(float(row['factor']), 2)} times as wide: those of other "
        f"regions held {_percent(row['inside'])} of their known figures, theirs {_percent(row['inside_with'])}"
        for row in wider.to_dict("records")
    ]
    caption = Caption(
        "wider-ranges",
        "; ".join(said) or "In every region ranges made from the other regions hold what they say",
        "Share of known figures below the region inside the 90% range, the mean of families of tests",
        SOURCE,
        (
            "Ranges of other regions: each family's bound, made without the region that is judged.",
            "Where they hold less than 85%, all ranges of the region's places are widened by what its own figures "
            "need; each family is then judged by the factor that the region's other families give.",
        ),
    )
    columns = {
        "region_name": Column("Region"),
        "families": Column("Families of tests", "count"),
        "figures": Column("Figures", "count"),
        "inside": Column("Held by ranges of other regions", "share", 1),
        "factor": Column("Ranges are wider by", "number", 2),
        "inside_with": Column("Held by ranges in use", "share", 1),
    }
    return Exhibit(caption, table, columns, f"Table of {len(table)} regions with the share that ranges held.")


def _percent(part: Any) -> str:
    return f"{fixed(float(part) * 100, 1)}%"
