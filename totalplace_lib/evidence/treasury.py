"""England in our count beside the Treasury's identifiable spending, function by function, the difference by cause.

counted = Treasury + causes + unexplained, to the penny in every function

Departments' money is the Treasury's own, so a difference there is a transfer that we take out or a memo line. Councils'
money is counted from their returns: the causes of config/controls/treasury_causes.csv say which services the Treasury
puts under another function, by what its sub-functions and the returns' lines hold. No amount is typed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from totalplace_lib.count import geography
from totalplace_lib.count.pence import to_pence, to_pounds
from totalplace_lib.count.rules import first_fit
from totalplace_lib.count.sharing import Sharing
from totalplace_lib.errors import ImbalanceError
from totalplace_lib.model import COFOG, Year
from totalplace_lib.national.money import sharing
from totalplace_lib.national.places import gazetteer
from totalplace_lib.national.years import basis, years
from totalplace_lib.project import read_config, read_table, remembered


def identifiable(year: str) -> pd.DataFrame:
    """The Treasury's identifiable spending in English regions, all sectors, in the newest edition of the year."""
    cra = read_table("cra", year=year)
    newest = cra["edition"] == cra["edition"].max()
    english: pd.DataFrame = cra[newest & cra["is_identifiable"] & cra["area_code"].str.startswith("E12")]
    return english


@remembered
def regions_of(year: str) -> pd.Series:
    """The region that each catchment of a year lies in, by catchment_code (England as a whole in none)."""
    money = sharing(Year.parse(year)).money
    region = gazetteer(geography.vintage_for(money.year)).areas.set_index("area_code")["region_code"]
    lies_in = money.catchments["area_code"].map(region).groupby(money.catchments["catchment_code"])
    return lies_in.first()[lies_in.nunique() == 1]


def causes(year: str, region: str = "") -> pd.DataFrame:
    """Why England, or a region, in our count differs from the Treasury's figure, by function: CAUSE columns."""
    shared, near = sharing(Year.parse(year)), _with_subfunctions(year)
    rules = read_config("controls/treasury_causes.csv")
    rules = rules[rules["last_year"].isna() | (rules["last_year"] >= year)]
    moved = [
        reclassified(
            _in(sides.lines.query("block == 'council'"), each, region), _councils(each, sides, region), rules
        )
        for each, sides in {year: shared, near: sharing(Year.parse(near))}.items()
    ]
    own, borrowed = moved[0], moved[-1]
    parts = [
        own,
        borrowed[~borrowed["cause"].isin(own["cause"])],
        _memo_lines(_in(shared.money.memo, year, region)),
        _older_edition(year, region),
    ]
    return pd.concat(parts, ignore_index=True)


def _in(lines: pd.DataFrame, year: str, region: str) -> pd.DataFrame:
    """The lines of catchments in a region; all where none is named."""
    return lines[lines["catchment_code"].map(regions_of(year)) == region] if region else lines


WITHOUT_SUBFUNCTIONS = "cra_2010"


def _with_subfunctions(year: str) -> str:
    """The year itself, or the next one whose spending by councils is published by sub-function."""
    held = read_table("cra", ["year", "edition"], sector="LA")
    with_them = held.loc[held["edition"] != WITHOUT_SUBFUNCTIONS, "year"]
    return min(str(each) for each in with_them if each >= year)


def _councils(year: str, sides: Sharing, region: str) -> pd.DataFrame:
    """The Treasury's lines for councils, and those of public corporations whose money the councils' returns hold, which
    stand under the name of the transfer that takes them out."""
    local = identifiable(year).query("sector == 'LA'")
    local = local[local["area_code"].str.startswith(region or "E12")]
    removed = _in(sides.money.removed, year, region)
    gone = removed[(removed["block"] == "central") & (removed["action"] == "drop")]
    held = local.assign(amount_pence=to_pence(local["amount_gbp"]))
    return pd.concat([held, gone.assign(subfunction="moved: " + gone["transfer"].astype("str"))])


def _older_edition(year: str, region: str) -> pd.DataFrame:
    """What departments' money is more or less in the edition that the year is counted from than in the newest."""
    used = read_table("cra", year=year, edition=basis(Year.parse(year)).central)
    used = used[used["is_identifiable"] & used["area_code"].str.startswith("E12")]
    sums = [
        frame[(frame["sector"] != "LA") & (frame["area_code"].str.startswith(region or "E12"))]
        .groupby("function_code")["amount_gbp"]
        .sum()
        for frame in (used, identifiable(year))
    ]
    gap = sums[0].sub(sums[1], fill_value=0.0).round(2).rename("amount_gbp").reset_index()
    gap = gap[gap["amount_gbp"] != 0]
    return gap.assign(cause="older-edition", name="An older edition is used for departments")[CAUSE]


def _memo_lines(memo: pd.DataFrame) -> pd.DataFrame:
    """What stands outside our definition and in the Treasury's total. Transfers are no cause: the returns hold what is
    taken out of the Treasury's lines."""
    rules = read_config("definition.csv")
    memo = memo[memo["rule"].isin(rules.loc[rules["in_treasury"] == "yes", "rule"])]
    sums = memo.groupby(["rule", "rule_name", "function_code"])["amount_pence"].sum().reset_index()
    amounts = -to_pounds(sums["amount_pence"].to_numpy(dtype="int64"))
    return sums.rename(columns={"rule": "cause", "rule_name": "name"}).assign(amount_gbp=amounts)[CAUSE]


def beside(year: str) -> pd.DataFrame:
    """One year by function (BESIDE), with the function's name."""
    lines = sharing(Year.parse(year)).lines
    counted = lines.assign(amount_gbp=to_pounds(lines["amount_pence"].to_numpy(dtype="int64")))
    table = beside_treasury(identifiable(year), causes(year), counted)
    return table.assign(function=table["function_code"].map(COFOG))


def every_year() -> pd.DataFrame:
    """All countable years by function."""
    return pd.concat([beside(year).assign(year=year) for year in years()], ignore_index=True)


def document() -> str:
    """docs/evidence/england-beside-treasury.csv: every countable year by function, and each cause by function."""
    sums = every_year().rename(columns={"unexplained_gbp": "amount_gbp"})
    parts = [
        sums.assign(cause=name, amount_gbp=sums[column])[["year", "function_code", "cause", "amount_gbp"]]
        for name, column in (
            ("treasury", "treasury_gbp"),
            ("counted", "counted_gbp"),
            ("unexplained", "amount_gbp"),
        )
    ]
    parts += [causes(year).assign(year=year) for year in years()]
    columns = ["year", "function_code", "cause", "amount_gbp"]
    table = pd.concat(parts, ignore_index=True).groupby(columns[:-1], sort=True)["amount_gbp"].sum().round(2)
    return table.reset_index().to_csv(index=False, lineterminator="\n")


CAUSE = ["cause", "name", "function_code", "amount_gbp"]
BESIDE = ["function_code", "treasury_gbp", "causes_gbp", "unexplained_gbp", "counted_gbp"]


def reclassified(council: pd.DataFrame, treasury: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """What each rule moves from the function of the returns to that of the Treasury: CAUSE columns, GBP.

    council   England's lines from the returns: line, economic, amount_pence
    treasury  the Treasury's lines for councils in the same year: subfunction, economic, amount_pence
    rules     config/controls/treasury_causes.csv
    A positive amount: we hold more under the function than the Treasury does. Both sides of a move are rows.
    """
    rows = [row for rule in rules.to_dict("records") for row in _moves(rule, council, treasury)]
    moved = pd.DataFrame(rows, columns=[*CAUSE[:-1], "pence"])
    return moved.assign(amount_gbp=to_pounds(moved.pop("pence").to_numpy(dtype="int64")))


def _moves(
    rule: dict[Any, Any], council: pd.DataFrame, treasury: pd.DataFrame
) -> Iterator[tuple[str, str, str, int]]:
    """The rows of one rule; none where neither side holds anything."""
    theirs = _held(treasury, "subfunction", rule["treasury_subfunctions"], rule["economic"])
    ours = _held(council, "line", rule["returns_lines"], rule["economic"])
    pence = theirs - ours if rule["less"] == "returns" else ours - theirs
    if pence and (theirs or pd.isna(rule["treasury_subfunctions"])):
        yield rule["cause"], rule["name"], rule["from_function"], pence
        if not pd.isna(rule["to_function"]):
            yield rule["cause"], rule["name"], rule["to_function"], -pence


def _held(lines: pd.DataFrame, column: str, patterns: Any, economic: str) -> int:
    """Pence of the lines of one economic kind that fit one of several patterns divided by |."""
    if pd.isna(patterns):
        return 0
    rules = pd.DataFrame({column: str(patterns).split("|")})
    chosen = lines[lines["economic"] == economic]
    return int(chosen.loc[first_fit(chosen, rules, [column]) >= 0, "amount_pence"].sum())


def beside_treasury(treasury: pd.DataFrame, causes: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """BESIDE columns, one row per function, GBP.

    treasury, counted  function_code, amount_gbp;  causes  CAUSE columns
    Raises ImbalanceError when a cause names a function that neither side has.
    """
    parts = {
        name: frame.groupby("function_code")["amount_gbp"].sum()
        for name, frame in (("treasury_gbp", treasury), ("causes_gbp", causes), ("counted_gbp", counted))
    }
    table = pd.DataFrame(parts).fillna(0.0).round(2)
    stray = set(table.index) - set(parts["treasury_gbp"].index) - set(parts["counted_gbp"].index)
    if stray:
        raise ImbalanceError(
            f"A cause moves money to function {', '.join(sorted(map(str, stray)))}, which neither the count nor the "
            "Treasury has: look at config/controls/treasury_causes.csv."
        )
    rest = table["counted_gbp"] - table["treasury_gbp"] - table["causes_gbp"]
    return table.assign(unexplained_gbp=rest.round(2)).rename_axis("function_code").reset_index()[BESIDE]


if __name__ == "__main__":
    print(document(), end="")
