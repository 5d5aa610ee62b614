"""Low, central and high for every line and for totals. The central figure is the count's and is never changed.

A published figure has no range. A returned one has the range that its body gives it. The range of a shared one moves
its share of the catchment by the half-width of its driver in log odds, wider in a region where such ranges held too
little (inside_regions). In a total, errors of one driver move together and those of different drivers in part, so that
the range of a sum is narrower than the sum of the ranges.
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass

import numpy as np
import pandas as pd

from totalplace_lib.count.line_making import COUNCILS
from totalplace_lib.count.whole_area import REGION, Count
from totalplace_lib.evidence import inside_regions, measured, regions, sensitivity
from totalplace_lib.evidence.calibration import Z90
from totalplace_lib.evidence.grades import PUBLISHED, of_sum
from totalplace_lib.evidence.grades import grade as grade_of
from totalplace_lib.evidence.log_odds import log_odds
from totalplace_lib.evidence.tournament import POPULATION
from totalplace_lib.model import Marker, Method, Place, Year
from totalplace_lib.national.key_series import definitions
from totalplace_lib.national.money import keys_within, money
from totalplace_lib.project import read_config, remembered

NO_EVIDENCE = "no evidence"
ENDS = ["amount_gbp", "low_gbp", "high_gbp"]
ESTIMATED = "council_estimate"  # evidence.council_errors


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
        table = pd.DataFrame(rows, columns=[*columns, *ENDS, "grade"])
        if columns == ("function",):
            table = beside_treasury(table, regions.half_widths(self.count.place))
        return table.sort_values("amount_gbp", ascending=False, kind="stable", ignore_index=True)


def beside_treasury(table: pd.DataFrame, half: pd.Series) -> pd.DataFrame:
    """A table by function (function, ENDS, grade) whose ranges are at least what the Treasury's figures leave open.

    half  by function, as a part of the money; empty for a place that is not made of whole regions
    """
    width = table["function"].map(half).fillna(0.0).astype("float64") * table["amount_gbp"].abs()
    low = np.minimum(table["low_gbp"], table["amount_gbp"] - width).round(2)
    high = np.maximum(table["high_gbp"], table["amount_gbp"] + width).round(2)
    limits = read_config("evidence/grades.csv")
    grade = [
        of_sum(*ends, limits) if wide else own
        for ends, wide, own in zip(
            zip(low, table["amount_gbp"], high, strict=True), width > 0, table["grade"], strict=True
        )
    ]
    return table.assign(low_gbp=low, high_gbp=high, grade=grade)


def ranged(count: Count) -> Ranged:
    """The count with low, high and grade for each line and in total; no figure of the count is changed."""
    lines = errors_of(count)
    found = with_ranges(lines)
    return Ranged(count, found, *of_total(count, lines))


def range_of_total(count: Count) -> tuple[float, float, str]:
    """Low, high and grade of the total alone, which takes a part of the time of ranged()."""
    return of_total(count, errors_of(count))


def of_total(count: Count, lines: pd.DataFrame) -> tuple[float, float, str]:
    """Low, high and grade of a count's total. Whole regions have the range of what the Treasury's figures leave open
    (regions), for nothing of theirs is shared."""
    central, low, high, grade = total(lines)
    half = regions.half_width_gbp(central, count.place)
    if half == 0.0:
        return low, high, grade
    low, high = round(min(low, central - half), 2), round(max(high, central + half), 2)
    return low, high, of_sum(low, central, high, read_config("evidence/grades.csv"))


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
    low, high = total_range(lines, simulation())
    return central, low, high, of_sum(low, central, high, read_config("evidence/grades.csv"))


@remembered
def simulation() -> Simulation:
    """Settings of config/evidence/ranges.csv."""
    value = read_config("evidence/ranges.csv").set_index("name")["value"].astype(float)
    return Simulation(value["coverage"], value["correlation"], int(value["draws"]), int(value["seed"]))


def with_errors(found: pd.DataFrame, place: Place, year: Year) -> pd.DataFrame:
    """Lines of a count, or parts of them, with driver, share, half_width and grade."""
    shared = found["method"] == str(Method.APPORTIONED)
    share = _shares(found[shared], place, year, money(year).keys)
    return judged(found, share, inside_regions.widened(place, year))


def judged(found: pd.DataFrame, share: pd.Series, widened: pd.Series) -> pd.DataFrame:
    """Lines with driver, share, half_width and grade.

    share    the place's part of each shared line's catchment by its key
    widened  by catchment_code: what half-widths are multiplied by, where that is not 1 (inside_regions)
    """
    table = measured.table()
    part = share.reindex(found.index)
    guessed = _without_return(found) & (part == 1)  # of a shared body it is the share that is in doubt
    driver = _speaking_for(found["driver"]).mask(guessed, ESTIMATED)
    lines = found.assign(driver=driver)
    shared = lines["method"] == str(Method.APPORTIONED)
    widest = float(table["half_width"].max())
    wider = lines["catchment_code"].map(widened).fillna(1.0)
    half = lines["driver"].map(table["half_width"]).fillna(widest) * wider
    limits = read_config("evidence/grades.csv")
    grade = lines["driver"].map(table["grade"]).fillna(limits["grade"].iloc[-1])
    grade = grade.mask(wider > 1, np.maximum(grade, grade_of(half, wider > 0, limits)))
    return lines.assign(
        share=part.mask(guessed, 0.0),
        half_width=half.where(shared),
        grade=grade.where(shared, PUBLISHED),
    )


def errors_of(count: Count) -> pd.DataFrame:
    """The lines of a count with driver, share, half_width and grade; returned ones with what their body says. Worked
    out once for each count, as long as it is there: a dozen sentences of a page ask."""
    if id(count) not in _worked_out:
        found = with_errors(count.lines, count.place, count.year)
        _worked_out[id(count)] = (
            found if count.returned.empty else _with_own_confidence(found, count.returned)
        )
        weakref.finalize(count, _worked_out.pop, id(count), None)
    return _worked_out[id(count)]


_worked_out: dict[int, pd.DataFrame] = {}


def _with_own_confidence(lines: pd.DataFrame, returned: pd.DataFrame) -> pd.DataFrame:
    """Returned lines with the error that their body states, of each body by itself; without one they have no range."""
    own = returned.assign(key=returned["sheet"] + "!" + returned["row"].astype(str)).set_index("key")
    key = (lines["sheet"] + "!" + lines["row"].astype(str)).where(lines["method"] == str(Method.RETURNED))
    part = key.map(own["plus_minus"].astype("float64"))
    is_sure = key.notna() & (part == 0)
    grades = read_config("evidence/grades.csv")
    said = [of_sum(1 - one, 1.0, 1 + one, grades) if one > 0 else PUBLISHED for one in part.fillna(0)]
    return lines.assign(
        driver=lines["driver"].mask(key.notna(), "return of " + key.map(own["body"]).astype("str")),
        share=lines["share"].mask(key.notna(), 0.0),
        half_width=lines["half_width"].mask(key.notna(), np.log1p(part)).mask(is_sure),
        grade=lines["grade"].mask(key.notna(), pd.Series(said, index=lines.index)),
    )


def _is_open(lines: pd.DataFrame) -> pd.Series:
    """Lines whose figure may be another: shared by key, or returned with a plus or minus."""
    by_return = (lines["method"] == str(Method.RETURNED)) & lines["half_width"].notna()
    return by_return | (lines["method"] == str(Method.APPORTIONED))


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


def _shares(lines: pd.DataFrame, place: Place, year: Year, keys: pd.DataFrame) -> pd.Series:
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
    pairs["share"] = _shares(pairs, count.place, count.year, keys)
    table = sensitivity.other_keys(shared, pairs.dropna(subset=["share"]), candidates)
    names = measured.names()
    table = table[table["key"] != table["in_use"]]
    return table.assign(
        name=table["driver"].map(names).fillna(table["driver"]),
        key_name=table["key"].map(definitions()["name"]),
    )


@dataclass(frozen=True)
class Simulation:
    """How totals are simulated; correlation is that of errors between drivers."""

    coverage: float
    correlation: float
    draws: int
    seed: int


def with_ranges(lines: pd.DataFrame) -> pd.DataFrame:
    """Lines of a count with low_gbp and high_gbp, to the penny.

    lines  amount_gbp, method, share (the place's share of the catchment by key), half_width (log odds; both a gap
           where the figure is published)
    """
    shared = _is_open(lines)
    down, up = (
        _factors(lines["share"].where(shared), -lines["half_width"]),
        _factors(lines["share"].where(shared), lines["half_width"]),
    )
    ends = np.sort(np.stack([lines["amount_gbp"] * down, lines["amount_gbp"] * up]), axis=0)
    low = pd.Series(ends[0], lines.index).round(2).where(shared, lines["amount_gbp"])
    high = pd.Series(ends[1], lines.index).round(2).where(shared, lines["amount_gbp"])
    return lines.assign(
        low_gbp=np.minimum(low, lines["amount_gbp"]), high_gbp=np.maximum(high, lines["amount_gbp"])
    )


def _factors(share: pd.Series, by: pd.Series) -> pd.Series:
    """What a share is multiplied by when its log odds move."""
    odds, part = np.exp(by.to_numpy(float)), share.to_numpy(float)
    return pd.Series(odds / (1 - part + part * odds), index=share.index)


def total_range(lines: pd.DataFrame, how: Simulation) -> tuple[float, float]:
    """Low and high of the sum of the lines, GBP; contains the sum itself.

    lines  amount_gbp, method, driver, share, half_width. Vectorised over the draws; the same seed, the same range.
    """
    central = float(lines["amount_gbp"].sum())
    shared = lines[_is_open(lines) & (lines["amount_gbp"] != 0)]
    if shared.empty:
        return round(central, 2), round(central, 2)
    parts = shared.groupby(["driver", "share", "half_width"], sort=True)["amount_gbp"].sum().reset_index()
    change = _changes(parts, how) @ parts["amount_gbp"].to_numpy(float)
    low, high = _ends(change, how)
    return round(central + min(low, 0.0), 2), round(central + max(high, 0.0), 2)


def _changes(parts: pd.DataFrame, how: Simulation) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """By what part each amount changes in each draw: draws x rows of parts (driver, share, half_width)."""
    drivers = parts["driver"].astype("category")
    moved = _moves(len(drivers.cat.categories), how)[:, drivers.cat.codes]
    odds = np.exp(moved * parts["half_width"].to_numpy(float) / Z90)
    share = parts["share"].to_numpy(float)
    return np.asarray(odds / (1 - share + share * odds) - 1)


def _ends(change: np.ndarray[tuple[int, ...], np.dtype[np.float64]], how: Simulation) -> tuple[float, float]:
    tail = (1 - how.coverage) / 2
    low, high = np.quantile(change, [tail, 1 - tail])
    return float(low), float(high)


def narrowed_by(lines: pd.DataFrame, of: str, how: Simulation) -> pd.Series:
    """By how many pounds the range of the total would be narrower if all lines of one value of `of` were known.

    lines  as for total_range, with the column `of`; largest first. In the same draws, so that values compare.
    """
    shared = lines[_is_open(lines) & (lines["amount_gbp"] != 0)]
    by = [of, "driver", "share", "half_width"]
    parts = shared.groupby(by, sort=True)["amount_gbp"].sum().reset_index()
    if parts.empty:
        return pd.Series(dtype="float64")
    change = _changes(parts, how) * parts["amount_gbp"].to_numpy(float)
    whole = change.sum(axis=1)
    low, high = _ends(whole, how)
    left = {
        str(name): _ends(whole - change[:, rows].sum(axis=1), how)
        for name, rows in parts.groupby(of).indices.items()
    }
    narrower = {name: round(high - low - (up - down), 2) for name, (down, up) in left.items()}
    return pd.Series(narrower).sort_values(ascending=False, kind="stable")


@remembered
def _moves(drivers: int, how: Simulation) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Standard normal errors, draws x drivers, correlated between drivers."""
    generator = np.random.default_rng(how.seed)
    common = generator.standard_normal((how.draws, 1))
    own = generator.standard_normal((how.draws, drivers))
    return np.asarray(np.sqrt(how.correlation) * common + np.sqrt(1 - how.correlation) * own)


def is_held(share: pd.Series, truth: pd.Series, half_width: pd.Series) -> pd.Series:
    """Whether the true share lies inside the range of the estimated one."""
    apart = pd.Series(np.abs(log_odds(truth) - log_odds(share)), index=share.index)
    return apart <= half_width + 1e-12
