"""How wrong the keys of receipts are: each tax shared over the regions by key, against what ONS publishes for them.

The same tournament, errors in log odds, expected sizes and grades as for spending (tournament, league, calibration,
coverage, grades). No tax has figures below the region that were not used as its key, so that every range is one that
the back-tests of spending lend, and no grade is better than C. ONS shares some taxes by keys of its own (value added
tax, duties): there the test says how near our key is to theirs.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.evidence import calibration, coverage, league, nations, tournament
from totalplace_lib.evidence.candidates import region_shares
from totalplace_lib.evidence.grades import grade
from totalplace_lib.evidence.log_odds import typical_by_driver
from totalplace_lib.evidence.splits import FIXED, LEAST_GBP, regions
from totalplace_lib.evidence.tournament import POPULATION, Arena, Candidate, Choice
from totalplace_lib.model import Year
from totalplace_lib.national.key_series import series
from totalplace_lib.national.years import years
from totalplace_lib.project import read_config, read_table, remembered

MADE = [
    "driver", "chosen", "amount_gbp_bn", "by_people", "by_key", "region_out", "inside", "regional_error", "half_width",
    "grade", "evidence",
]  # fmt: skip
BEST = "C"


@remembered
def drivers() -> pd.DataFrame:
    """config/evidence/receipts.csv by driver."""
    return read_config("evidence/receipts.csv").set_index("driver")


@remembered
def truth() -> pd.DataFrame:
    """Receipts of the nine regions in the years that can be counted: league.LINE, region_code, amount_gbp."""
    frame = read_table("regional_finances", side="receipts", year=list(years()))
    frame = frame[frame["area_code"].str.startswith("E12")]
    of_line = read_config("lines/receipts.csv").set_index("line")["driver"]
    driver = frame["line"].map(of_line).fillna(frame["line"])
    blank = dict.fromkeys(("department", "function_code", "economic"), "")
    return frame.assign(driver=driver, programme=frame["line"], **blank).rename(
        columns={"area_code": "region_code"}
    )[[*league.LINE, "region_code", "amount_gbp"]]


@remembered
def arenas() -> dict[str, Arena]:
    """Each tested driver's truth and candidates."""
    wanted = sorted({POPULATION, *drivers()["candidates"].str.split().explode()})
    shares = {
        year: region_shares(series(Year.parse(year), wanted), regions()) for year in truth()["year"].unique()
    }
    return {
        str(driver): tournament.arena(_money(str(driver)), shares, _shortlist(str(row["candidates"])))
        for driver, row in drivers().iterrows()
        if row["tested"] != FIXED
    }


def _money(driver: str) -> pd.DataFrame:
    """A driver's truth."""
    return truth()[truth()["driver"] == driver]


def _shortlist(candidates: str) -> pd.DataFrame:
    """The candidates beside population, as the tournament takes them."""
    keys = [key for key in candidates.split() if key != POPULATION]
    return pd.DataFrame({"key": keys, "kind": "key", "terms": ""})


@remembered
def errors() -> pd.DataFrame:
    """Errors between regions of every line in every year, region left out (league.regional_errors), with driver."""
    found = [
        league.regional_errors(league.line_table(_money(driver), held, LEAST_GBP), held).assign(driver=driver)
        for driver, held in arenas().items()
    ]
    return pd.concat(found, ignore_index=True)


def made() -> pd.DataFrame:
    """config/made/receipts.csv (MADE): what was chosen, what it misplaces, and the range and grade of a place."""
    nominal = coverage.setting("coverage")
    size = typical_by_driver(errors())
    lent = calibration.multiplier(coverage.scored(), nominal)
    half = (lent * coverage.expected(size)).reindex(drivers().index)
    is_tested = drivers()["tested"] != FIXED
    inside = errors().groupby("driver")[["error", "region_code"]].apply(_held, nominal)
    is_sure = is_tested & inside.map(coverage.is_as_said).reindex(half.index, fill_value=False)
    grades = grade(half, is_sure, read_config("evidence/grades.csv"))
    table = pd.DataFrame(
        {
            "amount_gbp_bn": truth().groupby("driver")["amount_gbp"].sum() / 1e9,
            "regional_error": size,
            "half_width": half.fillna(half.max()),
            "grade": grades.mask(grades < BEST, BEST),
            "inside": inside,
        }
    ).reindex(drivers().index)
    table = table.join(pd.DataFrame([_misplaced(*each) for each in arenas().items()]).set_index("driver"))
    when = f"nine regions {min(years())} to {max(years())}"
    table = table.assign(evidence=np.where(is_tested, when, "no evidence: no key is tried"))
    return table.reset_index().round(3)[MADE].assign(chosen=table["chosen"].fillna("").to_numpy())


def _held(own: pd.DataFrame, nominal: float) -> float:
    """How often the bound of the other regions held a driver's errors."""
    sizes, part = own["error"].abs().to_numpy(np.float64), own["region_code"].to_numpy(np.str_)
    return float(calibration.held_without(sizes, part, nominal).mean())


def _misplaced(driver: str, held: Arena) -> dict[str, object]:
    """Parts of a driver's money that people, the chosen key, and the choice without the region misplace."""
    everything, total = held.everything(), held.amounts.sum()
    chosen = held.choose(*everything)
    out = sum(league.misplaced_by_fold(held, "region").values())
    return {
        "driver": driver,
        "chosen": chosen.candidate.key,
        "by_people": held.errors(Choice(Candidate(POPULATION)), *everything).sum() / total,
        "by_key": held.errors(chosen, *everything).sum() / total,
        "region_out": out / total,
    }


def by_nation() -> pd.DataFrame:
    """Receipts that are shared by people, of the whole country, shared over its nations by people, where nothing was
    chosen: name, nation, amount_gbp (published), key_gbp (by people), off (by people less published, as a part of it).
    Duties that a nation sets itself, and traces of them, are left out (nations.LEAST); 2007-08 to 2012-13.
    """
    mine = drivers()[(drivers()["tested"] != FIXED) & (drivers()["key"] == POPULATION)]
    residents = pd.DataFrame(nations.held_keys().loc["residents"])
    frame = read_table("regional_finances", side="receipts", area_code=[*residents.columns])
    of_line = read_config("lines/receipts.csv").set_index("line")["driver"]
    frame = frame.assign(driver=frame["line"].map(of_line))
    frame = frame[
        frame["driver"].isin(mine.index)
        & frame["year"].isin(residents.index)
        & (frame["year"] >= min(years()))
    ]
    amounts = frame.pivot_table(
        index=["driver", "year", "line"], columns="area_code", values="amount_gbp", fill_value=0.0
    )
    keys = pd.concat(dict.fromkeys(mine.index, residents))
    found = nations.compare_nations(amounts, keys, residents)
    return found.assign(
        name=found["driver"].map(mine["name"]),
        nation=found["area_code"].map(nations.NAMES),
        off=found["key_gbp"] / found["amount_gbp"] - 1,
    )


def drift() -> pd.DataFrame:
    """Where config says other than the tournament: driver, configured, chosen. Empty when the two agree."""
    chosen = {driver: held.choose(*held.everything()).candidate.key for driver, held in arenas().items()}
    rows = [
        (name, drivers()["key"][name], key) for name, key in chosen.items() if drivers()["key"][name] != key
    ]
    return pd.DataFrame(rows, columns=["driver", "configured", "chosen"])


@remembered
def measured() -> pd.DataFrame:
    """config/made/receipts.csv as it was written, by driver."""
    numbers = dict.fromkeys(MADE[2:9], "float64")
    return read_config("made/receipts.csv").astype(numbers).set_index("driver")
