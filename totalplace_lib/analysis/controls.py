"""England, every year: both halves of the count beside the figures that their publishers print."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.whole_area_count import whole_area_count
from totalplace_lib.count.capital_returns import MEASURES
from totalplace_lib.model import Action, Year
from totalplace_lib.national.council_revenue import leaves, revenue
from totalplace_lib.national.councils import capital_of
from totalplace_lib.national.years import basis, plan, years
from totalplace_lib.project import read_config, read_table

COLUMNS = [
    "year", "half", "control_gbp", "removed_gbp", "missing_gbp", "filled_gbp", "counted_gbp", "difference_gbp",
    "control",
]  # fmt: skip
ENGLISH = "E12"
NOT_HELD = "not countable: no control is compared"


def controls() -> pd.DataFrame:
    """One row per year and half (central, councils: current, councils: capital); see COLUMNS, GBP.

    control     what the publisher prints for England;  removed  transfers and memo lines, which the count takes out
    missing     what the publisher added for authorities without a return;  filled  what a later publication has of them
    counted     what the count of England holds, placed or not;  difference  what is left
    A year that cannot be counted has gaps and says why.
    """
    rows = [row for year in plan() for row in _rows(year)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _rows(year: str) -> list[tuple[object, ...]]:
    if year not in years():
        why = plan()[year]["note"] or NOT_HELD
        return [(year, "all", None, None, None, None, None, None, f"{why}: {NOT_HELD}")]
    when = Year.parse(year)
    count = whole_area_count("england", year)
    every = pd.concat([count.lines, count.unallocated], ignore_index=True)
    held = every.groupby(["block", "economic"])["amount_gbp"].sum()
    block = read_config("transfers.csv").drop_duplicates("transfer").set_index("transfer")["block"]
    removed = count.removed[count.removed["action"] != Action.SET_ASIDE]
    outside = count.memo[["block", "economic", "amount_gbp"]]
    taken = pd.concat([removed.assign(block=removed["transfer"].map(block))[list(outside)], outside])
    gone = taken.groupby(["block", "economic"])["amount_gbp"].sum()
    halves = (
        ("central", _central(when), _of(gone, "central"), _of(held, "central")),
        (
            "councils: current",
            _current(when),
            _of(gone, "council", "current"),
            _of(held, "council", "current"),
        ),
        (
            "councils: capital",
            _capital(when),
            _of(gone, "council", "capital"),
            _of(held, "council", "capital"),
        ),
    )
    return [_row(year, name, control, taken, counted) for name, control, taken, counted in halves]


def _of(sums: pd.Series, block: str, economic: str = "") -> float:
    """The sum of one block, or of its current or capital part."""
    blocks, kinds = (sums.index.get_level_values(level) for level in (0, 1))
    return float(sums[(blocks == block) & ((kinds == economic) | (not economic))].sum())


def _row(
    year: str, half: str, control: tuple[float, float, float, str], removed: float, counted: float
) -> tuple[object, ...]:
    printed, missing, filled, words = control
    difference = round(printed - removed - missing + filled - counted, 2) + 0.0
    return (
        year,
        half,
        *(round(each, 2) for each in (printed, removed, missing, filled, counted)),
        difference,
        words,
    )


def _central(year: Year) -> tuple[float, float, float, str]:
    cra = read_table("cra", year=str(year), edition=basis(year).central)
    chosen = cra[cra["is_identifiable"] & (cra["sector"] != "LA")]
    return (
        _english(chosen),
        0.0,
        0.0,
        f"Treasury database {basis(year).central}, identifiable, English regions, not councils",
    )


def _english(frame: pd.DataFrame) -> float:
    return float(frame.loc[frame["area_code"].str.startswith(ENGLISH), "amount_gbp"].sum())


def _current(year: Year) -> tuple[float, float, float, str]:
    counted = leaves("rs")["line"]
    services = basis(year).services_only
    england = (
        read_table("council_service_expenditure_england", year=str(year), measure="net_current")
        if services
        else read_table("council_revenue_england", year=str(year))
    )
    england = england[england["line"].isin(counted)]
    held, silent = revenue(year)
    held = held[held["line"].isin(counted)]
    own = held["is_filled_in"]
    beyond = held.loc[~own & ~held["line"].isin(england["line"]), "amount_gbp"].sum() if services else 0.0
    whole = silent["part"] == ""
    said = {"no return": silent[whole], "lines missing": silent[~whole]}
    parts = [f"; {what}: {', '.join(rows['authority_name'])}" for what, rows in said.items() if len(rows)]
    words = "".join([SERVICES if services else SUMMARY, *parts])
    return (
        float(england["amount_gbp"].sum() + beyond),
        float(england["difference_gbp"].sum()),
        float(held.loc[own, "amount_gbp"].sum()),
        words,
    )


SUMMARY = "RS, row England, all counted lines"
SERVICES = "RSX, row England, services, with net current expenditure beyond them (time series)"


def _capital(year: Year) -> tuple[float, float, float, str]:
    if basis(year).capital_by_council:
        england = read_table("council_capital_england", year=str(year))
        england = england[england["line"].isin(leaves("cor4")["line"])]
        sums = england.groupby("measure")[["amount_gbp", "difference_gbp"]].sum()
        net = sums.loc["expenditure"] - sums.loc["receipts"] + sums.loc["share_loan_receipts"]
        held, silent = capital_of(year)
        guess = (
            held[held["is_filled_in"]]
            .groupby("measure")["amount_gbp"]
            .sum()
            .reindex(MEASURES, fill_value=0.0)
        )
        filled = guess["expenditure"] - guess["receipts"] + guess["share_loan_receipts"]
        names = ", ".join(silent["authority_name"])
        words = "COR4, row England, all services: expenditure less sales of assets"
        words += f"; no return: {names}" if names else ""
        printed, missing = net[["amount_gbp", "difference_gbp"]].to_numpy(dtype="float64")
        return float(printed), float(missing), float(filled), words
    cra = read_table("cra", year=str(year), edition=basis(year).central, sector="LA", economic="capital")
    return (
        _english(cra[cra["is_identifiable"]]),
        0.0,
        0.0,
        f"Treasury database {basis(year).central}, councils' capital, English regions",
    )
