"""Low, central and high of a count: joins its lines to the measured errors and hands them to count.evidence.ranges."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from totalplace_lib.bench import measured
from totalplace_lib.bench.key_series import definitions
from totalplace_lib.count.evidence import ranges, sensitivity
from totalplace_lib.count.evidence.grades import PUBLISHED, of_sum
from totalplace_lib.count.evidence.tournament import POPULATION
from totalplace_lib.count.lines import COUNCILS
from totalplace_lib.count.whole_area import REGION, Count
from totalplace_lib.model import Marker, Method, Place
from totalplace_lib.project import read_config, remembered
from totalplace_lib.workbench import keys_within, money

NO_EVIDENCE = "no evidence"
ESTIMATED = "council_estimate"  # config/evidence/council_tests.csv


@dataclass(frozen=True)
class Ranged:
    """A count with its ranges.

    lines  the count's lines with driver, share, half_width (log odds), low_gbp, high_gbp, grade
    low_gbp, high_gbp, grade  of the total; the central figure is the count's own total
    """

    count: Count
    lines: pd.DataFrame
    low_gbp: float
    high_gbp: float
    grade: str

    def by(self, *columns: str) -> pd.DataFrame:
        """The columns with amount_gbp, low_gbp, high_gbp and grade of each sum, largest first."""
        rows = [
            (*names, *total(part))
            for names, part in self.lines.groupby(list(columns), observed=True, sort=True)
        ]
        table = pd.DataFrame(rows, columns=[*columns, "amount_gbp", "low_gbp", "high_gbp", "grade"])
        return table.sort_values("amount_gbp", ascending=False, kind="stable", ignore_index=True)


def ranged(count: Count) -> Ranged:
    """The count with low, high and grade for each line and in total; no figure of the count is changed."""
    lines = _with_errors(count)
    found = ranges.with_ranges(lines)
    _, low, high, grade = total(lines)
    return Ranged(count, found, low, high, grade)


def range_of_total(count: Count) -> tuple[float, float, str]:
    """Low, high and grade of the total alone, which takes a part of the time of ranged()."""
    return total(_with_errors(count))[1:]


def grade_in_words(grade: str) -> str:
    """What a grade means (config/evidence/grades.csv)."""
    return str(read_config("evidence/grades.csv").set_index("grade")["meaning"][grade])


def total_of(count: Count) -> tuple[float, float, str]:
    """Low, high and grade of the total of a count."""
    found = ranged(count)
    return found.low_gbp, found.high_gbp, found.grade


def total(lines: pd.DataFrame) -> tuple[float, float, float, str]:
    """Central, low, high and grade of the sum of some lines."""
    central = round(float(lines["amount_gbp"].sum()), 2)
    low, high = ranges.total_range(lines, simulation())
    return central, low, high, of_sum(low, central, high, read_config("evidence/grades.csv"))


@remembered
def simulation() -> ranges.Simulation:
    """Settings of config/evidence/ranges.csv."""
    value = read_config("evidence/ranges.csv").set_index("name")["value"].astype(float)
    return ranges.Simulation(value["coverage"], value["correlation"], int(value["draws"]), int(value["seed"]))


def _with_errors(count: Count) -> pd.DataFrame:
    """The lines with driver, share, half_width and grade."""
    table = measured.table()
    guessed = _without_return(count.lines)
    driver = _speaking_for(count.lines["driver"]).mask(guessed, ESTIMATED)
    lines = count.lines.assign(driver=driver)
    shared = lines["method"] == str(Method.APPORTIONED)
    widest = float(table["half_width"].max())
    half = lines["driver"].map(table["half_width"]).fillna(widest)
    grade = lines["driver"].map(table["grade"]).fillna(read_config("evidence/grades.csv")["grade"].iloc[-1])
    share = _shares(lines[shared], count.place, str(count.year), money(str(count.year)).keys)
    return lines.assign(
        share=share.reindex(lines.index).mask(guessed & (share.reindex(lines.index) == 1), 0.0),
        half_width=half.where(shared),
        grade=grade.where(shared, PUBLISHED),
    )


def _without_return(lines: pd.DataFrame) -> pd.Series:
    """Lines of a council that made no return, estimated: the whole amount moves, not a share of it."""
    estimated = (lines["block"] == "council") & (lines["marker"] == str(Marker.ESTIMATED))
    estimated &= ~lines["catchment_code"].str.startswith(REGION)
    return estimated & (lines["method"] == str(Method.APPORTIONED))


def _speaking_for(driver: pd.Series) -> pd.Series:
    """The driver whose measured errors speak for each: for local bodies that of config/evidence/local_bodies.csv."""
    table = read_config("evidence/local_bodies.csv").dropna(subset=["driver"])
    local = table.set_index(COUNCILS + table["spender_group"])["driver"]
    is_local = driver.str.startswith(COUNCILS)
    return driver.mask(is_local, driver.map(local).fillna(NO_EVIDENCE)).astype("str")


def _shares(lines: pd.DataFrame, place: Place, year: str, keys: pd.DataFrame) -> pd.Series:
    """The place's share of each line's catchment by its key (catchment_code, key)."""
    held = money(year)
    series = keys[keys["key"].isin(lines["key"])]
    near = held.catchments[held.catchments["catchment_code"].isin(lines["catchment_code"])]
    values = near.merge(series, on="area_code")
    values["value"] *= values["weight"]
    by = ["catchment_code", "key"]
    whole = values.groupby(by)["value"].sum().where(lambda sums: sums > 0)
    here = values[values["area_code"].isin(place.areas)].groupby(by)["value"].sum()
    found = (here / whole).rename("share").reset_index()
    return lines[by].reset_index().merge(found, on=by, how="left").set_index("index")["share"]


def what_drives_the_range(found: Ranged, number: int = 10) -> pd.DataFrame:
    """The programmes that make the range wide (sensitivity.widest), with the name of the key."""
    table = sensitivity.widest(found.lines, number)
    return table.assign(key_name=table["key"].map(definitions()["name"]))


def other_keys(found: Ranged) -> pd.DataFrame:
    """What the other keys on each driver's shortlist would have said of the place (sensitivity.other_keys)."""
    count = found.count
    shared = found.lines[found.lines["method"] == str(Method.APPORTIONED)]
    lists = read_config("evidence/shortlists.csv")[["driver", "key"]]
    listed = lists[lists["driver"].isin(shared["driver"])]
    plain = shared[["driver"]].drop_duplicates().assign(key=POPULATION)
    candidates = pd.concat([plain, listed], ignore_index=True).drop_duplicates()
    pairs = (
        shared[["catchment_code"]].drop_duplicates().merge(candidates[["key"]].drop_duplicates(), how="cross")
    )
    keys = keys_within(count.year, sorted(set(pairs["key"])))
    pairs["share"] = _shares(pairs, count.place, str(count.year), keys)
    table = sensitivity.other_keys(shared, pairs.dropna(subset=["share"]), candidates)
    names = measured.names()
    table = table[table["key"] != table["in_use"]]
    return table.assign(
        name=table["driver"].map(names).fillna(table["driver"]),
        key_name=table["key"].map(definitions()["name"]),
    )
