"""England beside the Treasury, every year: reads the tables and hands them to count.evidence.treasury."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.bench.years import basis, years
from totalplace_lib.count.evidence import treasury
from totalplace_lib.count.money import to_pence, to_pounds
from totalplace_lib.count.sharing import Sharing
from totalplace_lib.model import COFOG, Year
from totalplace_lib.project import read_config, read_table
from totalplace_lib.workbench import sharing

ALLOWED = {"total": 0.005, "function": 0.02, "above_gbp": 10e9}


def identifiable(year: str) -> pd.DataFrame:
    """The Treasury's identifiable spending in English regions, all sectors, in the newest edition of the year."""
    cra = read_table("cra", year=year)
    newest = cra["edition"] == cra["edition"].max()
    english: pd.DataFrame = cra[newest & cra["is_identifiable"] & cra["area_code"].str.startswith("E12")]
    return english


def causes(year: str) -> pd.DataFrame:
    """Why England in our count differs from the Treasury's figure, by function: treasury.CAUSE columns."""
    shared, near = sharing(year), _with_subfunctions(year)
    rules = read_config("controls/treasury_causes.csv")
    rules = rules[rules["last_year"].isna() | (rules["last_year"] >= year)]
    moved = [
        treasury.reclassified(sides.lines[sides.lines["block"] == "council"], _councils(each, sides), rules)
        for each, sides in {year: shared, near: sharing(near)}.items()
    ]
    own, borrowed = moved[0], moved[-1]
    parts = [
        own,
        borrowed[~borrowed["cause"].isin(own["cause"])],
        _memo_lines(shared.memo),
        _older_edition(year),
    ]
    return pd.concat(parts, ignore_index=True)


WITHOUT_SUBFUNCTIONS = "cra_2010"


def _with_subfunctions(year: str) -> str:
    """The year itself, or the next one whose spending by councils is published by sub-function."""
    held = read_table("cra", ["year", "edition"], sector="LA")
    with_them = held.loc[held["edition"] != WITHOUT_SUBFUNCTIONS, "year"]
    return min(str(each) for each in with_them if each >= year)


def _councils(year: str, sides: Sharing) -> pd.DataFrame:
    """The Treasury's lines for councils, and those of public corporations whose money the councils' returns hold, which
    stand under the name of the transfer that takes them out."""
    local = identifiable(year).query("sector == 'LA'")
    gone = sides.removed[(sides.removed["block"] == "central") & (sides.removed["action"] == "drop")]
    held = local.assign(amount_pence=to_pence(local["amount_gbp"]))
    return pd.concat([held, gone.assign(subfunction="moved: " + gone["transfer"].astype("str"))])


def _older_edition(year: str) -> pd.DataFrame:
    """What departments' money is more or less in the edition that the year is counted from than in the newest."""
    used = read_table("cra", year=year, edition=basis(Year.parse(year)).central)
    used = used[used["is_identifiable"] & used["area_code"].str.startswith("E12")]
    sums = [
        frame[frame["sector"] != "LA"].groupby("function_code")["amount_gbp"].sum()
        for frame in (used, identifiable(year))
    ]
    gap = sums[0].sub(sums[1], fill_value=0.0).round(2).rename("amount_gbp").reset_index()
    gap = gap[gap["amount_gbp"] != 0]
    return gap.assign(cause="older-edition", name="An older edition is used for departments")[treasury.CAUSE]


def _memo_lines(memo: pd.DataFrame) -> pd.DataFrame:
    """What stands outside our definition and in the Treasury's total. Transfers are no cause: the returns hold what is
    taken out of the Treasury's lines."""
    rules = read_config("definition.csv")
    memo = memo[memo["rule"].isin(rules.loc[rules["in_treasury"] == "yes", "rule"])]
    sums = memo.groupby(["rule", "rule_name", "function_code"])["amount_pence"].sum().reset_index()
    amounts = -to_pounds(sums["amount_pence"].to_numpy(dtype="int64"))
    return sums.rename(columns={"rule": "cause", "rule_name": "name"}).assign(amount_gbp=amounts)[
        treasury.CAUSE
    ]


def beside(year: str) -> pd.DataFrame:
    """One year by function (treasury.BESIDE), with the function's name."""
    lines = sharing(year).lines
    counted = lines.assign(amount_gbp=to_pounds(lines["amount_pence"].to_numpy(dtype="int64")))
    table = treasury.beside(identifiable(year), causes(year), counted)
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


if __name__ == "__main__":
    print(document(), end="")
