"""Every table of config/ whose rows are rules in order, with all the lines that it ever decides for.

A rule is judged on all editions and years that are held, counted or not; money is that of the years counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

import pandas as pd

from totalplace_lib.analysis import barriers
from totalplace_lib.analysis.services import SERVICE_ON
from totalplace_lib.analysis.theme_shares import NET_YEARS, children_lines
from totalplace_lib.count import consolidate, lenses, rule_order
from totalplace_lib.count.definition import ON as DEFINED_ON
from totalplace_lib.count.line_making import RULES_ON, body_kind
from totalplace_lib.count.pence import to_pounds
from totalplace_lib.count.rules import first_fit
from totalplace_lib.evidence import scopes
from totalplace_lib.model import Economic, Year
from totalplace_lib.national.council_revenue import leaves
from totalplace_lib.national.money import sharing
from totalplace_lib.national.years import basis, years
from totalplace_lib.project import read_config, read_table, remembered

CENTRAL_ON = tuple(RULES_ON)
COUNCILS_ON = ("body_kind", "line", "economic")
THEMES_ON = ("spender_group", "spender", "function_code", "economic", "programme")
CHILDREN = "themes/children_lines.csv"
FORMULA_ON = ("edition", "department", "programme", "economic", "year")
KIND = [
    "block", "department", "sector", "line", "economic", "function_code", "spender_group", "spender", "control",
    "programme",
]  # fmt: skip
ECONOMIC = {"economic": tuple(str(each) for each in Economic)}
PROCESSES = 2
Watch = Callable[[str], None]


@dataclass(frozen=True)
class RuleTable:
    """Rules in order, and what they decide for.

    name   in config/;  part: the scope whose rules these are, "" for the whole table
    rules  the rows, index: position in the table (several times where a rule is for several years);  on: the columns
           with patterns
    lines  year, amount_gbp and the `on` columns of the lines of all years held; is_counted: of a year that is counted
    """

    name: str
    on: tuple[str, ...]
    rules: pd.DataFrame
    lines: pd.DataFrame
    part: str = ""
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def standing(self) -> pd.DataFrame:
        """rule_order.standing, with positions in the whole table."""
        found = rule_order.standing(self.lines, self.rules, self.on, self.words)
        at = list(self.rules.index)
        found["beaten_by"] = [tuple(at[one] for one in takers) for takers in found["beaten_by"]]
        found = found.assign(position=at)
        wins = found["state"] == rule_order.WINS  # a rule of several years stands once for each of them
        best = found.assign(rank=~wins).sort_values(["position", "rank"], kind="stable")
        return best.drop_duplicates("position").drop(columns="rank").reset_index(drop=True)

    def left_to_catch_all(self) -> pd.DataFrame:
        """rule_order.left_to_catch_all of the years that are counted, with positions in the whole table."""
        counted = self.lines[self.lines["is_counted"]]
        found = rule_order.left_to_catch_all(counted, self.rules, self.on)
        return found.assign(position=[self.rules.index[one] for one in found["position"]])


def kinds_of(year: str) -> pd.DataFrame:
    """The kinds of lines of one year that can be counted: KIND, year, amount_gbp, is_removed (a transfer),
    is_memo (outside the definition of spending), catchment_code of lines that the definition may set apart, else "".
    """
    held = sharing(Year.parse(year))
    parts = [
        held.lines[held.lines["transfer"].isna()].assign(is_removed=False, is_memo=False),
        held.money.memo.assign(is_removed=False, is_memo=True),
        held.money.removed.assign(is_removed=True, is_memo=False),
    ]
    lines = pd.concat(parts, ignore_index=True)
    is_near = first_fit(lines, read_config("definition.csv"), consolidate.MATCH_ON) >= 0
    lines["catchment_code"] = lines["catchment_code"].astype("str").where(is_near, "")
    by = [*KIND, "catchment_code", "is_removed", "is_memo"]
    kinds = lines.groupby(by, observed=True, dropna=False)["amount_pence"].sum().reset_index()
    return kinds.assign(year=year, amount_gbp=to_pounds(kinds["amount_pence"].to_numpy(dtype="int64")))


def all_kinds(watch: Watch = lambda year: None) -> pd.DataFrame:
    """kinds_of every year that can be counted, made in two processes; `watch` hears of each year that is there."""
    found = []
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        for year, kinds in zip(years(), pool.map(kinds_of, years()), strict=True):
            watch(year)
            found.append(kinds)
    return pd.concat(found, ignore_index=True)


def rule_tables(kinds: pd.DataFrame) -> list[RuleTable]:
    """All tables of rules. kinds: all_kinds()."""
    counted = kinds[~kinds["is_removed"]].assign(is_counted=True)
    transfers = read_config("transfers.csv")
    removing = transfers[transfers["action"].isin(consolidate.REMOVING)]
    cra = _cra()
    return [
        _table("lines/central.csv", CENTRAL_ON, cra),
        _table("lines/councils.csv", COUNCILS_ON, _returns()),
        _table("lines/treasury_capital.csv", ("area_code", "hmt_function"), _capital()),
        RuleTable("transfers.csv", tuple(consolidate.MATCH_ON), removing, kinds.assign(is_counted=True)),
        _table("outcomes.csv", tuple(lenses.OUTCOME_ON), counted),
        _table("themes/theme_lines.csv", THEMES_ON, counted),
        _table("lines/services.csv", tuple(SERVICE_ON), counted),
        _table("evidence/not_truth.csv", FORMULA_ON, cra),
        *_scopes(counted),
        _definition(counted, cra),
        *_barriers(counted),
        _children(),
    ]


def _definition(counted: pd.DataFrame, cra: pd.DataFrame) -> RuleTable:
    """What stands outside the total, a rule for each of its years; over the Treasury's lines of all editions too."""
    central = cra.assign(block="central", line="", catchment_code=cra["area_code"].astype("str"))
    lines = pd.concat([counted, central[[*DEFINED_ON, "year", "is_counted"]]], ignore_index=True)
    rules = read_config("definition.csv")
    lines = lines[first_fit(lines, rules, consolidate.MATCH_ON) >= 0]
    spans = rules[["first_year", "last_year"]].fillna({"first_year": "", "last_year": "9999"})
    each = [
        rules[(spans["first_year"] <= year) & (spans["last_year"] >= year)].assign(year=year)
        for year in sorted(lines["year"].astype("str").unique())
    ]
    return RuleTable(
        "definition.csv",
        (*DEFINED_ON, "year"),
        pd.concat(each),
        lines.drop(columns="amount_gbp"),
        words=ECONOMIC,
    )


def _children() -> RuleTable:
    """Lines of the children's services outturn."""
    return RuleTable(CHILDREN, ("block", "line"), read_config(CHILDREN), children_lines(*NET_YEARS))


def _barriers(counted: pd.DataFrame) -> Iterator[RuleTable]:
    """The rows of each barrier, over the parts of money that the themes are made of."""
    themes = read_config("themes/theme_lines.csv")
    parcel = themes["parcel"].iloc[first_fit(counted, themes, THEMES_ON).to_numpy()].to_numpy()
    parts = counted.assign(parcel=parcel).merge(read_config("themes/parcels.csv"), on="parcel")
    rules = read_config("barrier_lines.csv")
    for barrier, own in rules.groupby("barrier", sort=False):
        yield RuleTable("barrier_lines.csv", tuple(barriers.ON), own, parts, str(barrier))


def _table(name: str, on: tuple[str, ...], lines: pd.DataFrame) -> RuleTable:
    words = {column: all_words for column, all_words in ECONOMIC.items() if column in on}
    return RuleTable(name, on, read_config(name), lines, words=words)


def _scopes(counted: pd.DataFrame) -> Iterator[RuleTable]:
    rules = read_config("scopes/rules.csv")
    for scope, own in rules.groupby("scope", sort=False):
        yield RuleTable("scopes/rules.csv", tuple(scopes.MATCH_ON), own, counted, str(scope), ECONOMIC)


@remembered
def _cra() -> pd.DataFrame:
    """The Treasury's identifiable lines of English regions, every edition and year held."""
    columns = [*FORMULA_ON, "organisation", "programme_code", "hmt_function", "sector", "area_code"]
    cra = read_table("cra", [*columns, "is_identifiable", "amount_gbp"])
    cra = cra.rename(columns={"programme_code": "segment"})
    english = cra[cra["is_identifiable"] & cra["area_code"].str.startswith("E12")]
    editions = {year: basis(Year.parse(year)).central for year in years()}
    is_used = english["year"].astype(str).map(editions) == english["edition"].astype(str)
    return english.assign(is_counted=is_used & (english["sector"] != "LA"))


def counted_central() -> pd.DataFrame:
    """The kinds of the Treasury's lines of the years that are counted: year and CENTRAL_ON."""
    cra = _cra()
    return cra.loc[cra["is_counted"], ["year", *CENTRAL_ON]].drop_duplicates().reset_index(drop=True)


def _returns() -> pd.DataFrame:
    """The councils' returns, revenue and capital, by kind of body, line and year."""
    columns = ["year", "authority_code", "authority_name", "authority_class", "line", "amount_gbp"]
    capital = read_table("council_capital", [*columns, "measure"], measure="expenditure")
    parts = [
        (read_table("council_revenue", columns), "rs", Economic.CURRENT),
        (capital[columns], "cor4", Economic.CAPITAL),
    ]
    found = []
    for returns, names, economic in parts:
        own = returns[returns["line"].isin(leaves(names)["line"]) & returns["amount_gbp"].notna()]
        who = own[columns[1:4]].drop_duplicates().astype(str)
        kinds = [body_kind(code, group, name) for code, name, group in who.itertuples(index=False)]
        kind = dict(zip(zip(who["authority_code"], who["authority_name"], strict=True), kinds, strict=True))
        of = [
            kind[one]
            for one in zip(own["authority_code"].astype(str), own["authority_name"].astype(str), strict=True)
        ]
        found.append(own.assign(body_kind=of, economic=str(economic), is_counted=own["year"].isin(years())))
    return pd.concat(found, ignore_index=True)


def _capital() -> pd.DataFrame:
    """Councils' capital of the regions as the Treasury gives it."""
    cra = _cra()
    return cra[(cra["sector"] == "LA") & (cra["economic"] == "capital")]
