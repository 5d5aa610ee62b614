"""Overlap and fragmentation: how many kinds of body serve one theme, and who does what for the same people.

Everything here is in the overlapping view (analysis.themes.overlapping): money may stand under several themes, so
amounts are compared within a theme and never added across themes. Entitlements set by law are no service and are left
out of what bodies do.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis import barriers, checks, outcomes, savings
from totalplace_lib.analysis.themes import Themed, themes, themes_table
from totalplace_lib.analysis.whole_area_count import england
from totalplace_lib.asking import asked
from totalplace_lib.count.whole_area import Count
from totalplace_lib.model import Control, Place, Year
from totalplace_lib.national.money import keys, money
from totalplace_lib.project import read_config, read_table

SUCCESSORS_FROM = "2013-14"  # column ask_now of config/barriers.csv
PILOTS_END = "2010-11"  # what the pilots published is of their years and stands beside no later one


@dataclass(frozen=True)
class Overlap:
    """How the money of a place is split between bodies: analysis.overlap in frames.

    matrix    themes by groups of bodies;  fragments: one row per theme
    theme     the theme that most kinds of body serve;  services: what each does in it (analysis.overlap.services)
    outcomes  money by stated outcome;  tied: share of each group of bodies that is tied to one
    untied    money of each group of bodies that is tied to none
    """

    whole: Themed
    matrix: pd.DataFrame
    fragments: pd.DataFrame
    theme: str
    services: pd.DataFrame
    outcomes: pd.DataFrame
    tied: pd.DataFrame
    untied: pd.DataFrame

    @property
    def count(self) -> Count:
        """The count behind it."""
        return self.whole.count


@asked(called="overlap")
def overlap_of(place: str, year: str = "2008-09", returns: str = "none") -> Overlap:
    """Bodies and themes of a place in the overlapping view, pilots' themes only, with outcome alignment.

    tp.overlap("kent", "2008-09").services;  returns: as of whole_area_count
    """
    whole, table = themes(place, year, returns), themes_table()
    pilots = table[table["kind"] == "pilot"]
    serving = whole.overlap[whole.overlap["theme"].isin(pilots["theme"])]
    fragments = fragmentation(serving, pilots)
    most = str(fragments.sort_values("kinds", ascending=False, kind="stable")["theme"].iloc[0])
    stated, lines = read_config("outcomes.csv"), whole.count.lines
    return Overlap(
        whole,
        matrix(serving, pilots),
        fragments,
        most,
        services(serving, most),
        outcomes.alignment(lines, stated),
        outcomes.tied_by_body(lines, stated),
        outcomes.untied_by_body(lines, stated),
    )


def theme_overlap(whole: Themed, theme: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fragmentation (one row) of one theme, and what each kind of body does in it."""
    serving = whole.overlap[whole.overlap["theme"] == theme]
    return fragmentation(serving, themes_table()), services(serving, theme)


def barriers_of(parts: pd.DataFrame, year: str) -> pd.DataFrame:
    """The barriers that stand in a year before some parts of the exclusive view, with the money behind each.

    What a barrier rests on may be gone by then, and the body to ask may have a successor.
    """
    register, rules = read_config("barriers.csv"), read_config("barrier_lines.csv")
    there = register[register["last"].fillna(year) >= year].reset_index(drop=True)
    if year >= SUCCESSORS_FROM:
        there["ask"] = there["ask_now"].fillna(there["ask"])
    return barriers.affected(parts, there, rules[rules["barrier"].isin(there["barrier"])])


def found_before(year: str) -> bool:
    """Whether a year is later than the pilots that found the barriers."""
    return year > PILOTS_END


def saving_of(count: Count, parts: pd.DataFrame, rate: float = 0.01) -> pd.DataFrame:
    """What a share of some money would be in pounds, per head and as council tax, entitlements apart."""
    return savings.saving(parts, rate, count.population, council_tax(count.place, count.year))


def council_tax(place: Place, year: Year) -> float:
    """The council tax that residents of a place pay to all authorities, GBP; NaN where one of them made no return."""
    source = money(year)
    table, rows = savings.tax_table(year)
    paid = read_table(table, ["authority_code", "amount_gbp"], year=str(year), **rows)
    people = keys(year, ["population"])
    requirements = paid.rename(columns={"authority_code": "catchment_code"})
    return savings.council_tax(requirements, source.catchments, people, place.areas)


def published_savings(rates: tuple[float, ...] = (0.01, 0.02), year: str = "2008-09") -> pd.DataFrame:
    """England: rate, base (local bodies, councils' own choice), amount_gbp, saving_gbp, for the Treasury's 2%."""
    lines = england(year).lines
    bases = {
        "All public money": lines["amount_gbp"],
        "Councils, police, fire and primary care trusts, without entitlements": lines.loc[
            lines["control"].isin(["council discretionary", "council ring-fenced", "other local body"]),
            "amount_gbp",
        ],
        "What councils decide freely": lines.loc[lines["control"] == "council discretionary", "amount_gbp"],
    }
    rows = [
        (base, rate, round(float(amounts.sum()), 2), round(float(amounts.sum()) * rate, 2))
        for base, amounts in bases.items()
        for rate in rates
    ]
    return pd.DataFrame(rows, columns=["base", "rate", "amount_gbp", "saving_gbp"])


def published_of(whole: Themed, theme: str = "*") -> pd.DataFrame:
    """Figures that this pilot published about a theme (or, for "*", about all its themes) beside ours."""
    register = read_config("published_checks.csv")
    if found_before(str(whole.count.year)):
        register = register.head(0)
    here = register[register["place"] == whole.count.place.slug]
    if theme != "*":
        here = here[here["in_theme"].isin([theme, "*"])]
    return checks.beside(here, whole.parts, whole.overlap)


SMALL_GBP = 100_000.0
OTHER_SERVICES = "All other kinds of service"
FRAGMENTED = [
    "theme", "kinds", "largest_kind", "kind_share", "bodies", "streams", "hhi", "largest_body", "largest_share",
    "small_streams", "small_gbp", "amount_gbp", "services",
]  # fmt: skip


def matrix(parts: pd.DataFrame, themes: pd.DataFrame, keep: int = 8) -> pd.DataFrame:
    """Themes (rows: theme, name) by groups of bodies (columns), GBP; the largest groups and "All other".

    A theme or group without money is left out. Where no line of a group is marked with a theme the cell is missing: its
    money for that theme is not identified, which is no zero.
    """
    found = _by_group(parts, "theme", keep)
    names = themes.set_index("theme")["name"]
    kept = [theme for theme in themes["theme"] if theme in found.index]
    found = found.loc[kept].reset_index()
    found.insert(1, "name", found["theme"].map(names))
    return found


def services(parts: pd.DataFrame, theme: str, columns: int = 8, rows: int = 20) -> pd.DataFrame:
    """Kinds of service (rows: part) for the people of one theme by groups of bodies (columns), GBP; those of one group
    stand together, the largest first, and small ones that are too many for the rows at the end.

    Entitlements are left out; a cell that no line stands in is missing.
    """
    is_service = (parts["theme"] == theme) & (parts["control"] != str(Control.NATIONAL_ENTITLEMENT))
    own = parts[is_service]
    sizes = own.groupby("part")["amount_gbp"].sum().abs().sort_values(ascending=False, kind="stable")
    if len(sizes) > rows:
        own = own.assign(part=own["part"].where(own["part"].isin(sizes.index[: rows - 1]), OTHER_SERVICES))
    found = _by_group(own, "part", columns)
    by = pd.DataFrame(
        {
            "last": found.index == OTHER_SERVICES,
            "group": [found.columns.get_loc(name) for name in found.fillna(0.0).idxmax(axis=1)],
            "size": -found.sum(axis=1),
        },
        index=found.index,
    )
    return found.loc[by.sort_values(["last", "group", "size"], kind="stable").index].reset_index()


def _by_group(parts: pd.DataFrame, rows: str, keep: int) -> pd.DataFrame:
    """Sums by a column and group of bodies; the largest groups and "All other"."""
    table = parts.pivot_table(
        index=rows, columns="spender_group", values="amount_gbp", aggfunc="sum", observed=True
    )
    order = table.abs().sum().sort_values(ascending=False, kind="stable").index
    if len(order) <= keep:
        keep += 1
    shown, rest = list(order[: keep - 1]), list(order[keep - 1 :])
    found = table[shown].assign(**({"All other": table[rest].sum(axis=1, min_count=1)} if rest else {}))
    found.columns = found.columns.astype(str)
    return found.round(2)


def fragmentation(parts: pd.DataFrame, themes: pd.DataFrame, small_gbp: float = SMALL_GBP) -> pd.DataFrame:
    """One row per theme: FRAGMENTED.

    kinds    groups of bodies, which are the same in every year; bodies and streams are what a publication names
    streams  pairs of body and programme;  small_streams: those under small_gbp in the place
    services kinds of service, entitlements set by law left out
    hhi      Herfindahl-Hirschman index of the bodies' shares: 1 = one body, 0.1 = as split as ten equal bodies;
             bodies whose income exceeds their spending are left out of it
    """
    rows = []
    for theme in themes["theme"]:
        own = parts[parts["theme"] == theme]
        if own.empty:
            continue
        streams = own.groupby(["spender", "programme"], observed=True)["amount_gbp"].sum()
        small = streams[(streams > 0) & (streams < small_gbp)]
        by_body = own.groupby("spender", observed=True)["amount_gbp"].sum()
        shares = by_body[by_body > 0] / by_body[by_body > 0].sum()
        by_kind = own.groupby("spender_group", observed=True)["amount_gbp"].sum()
        by_kind = by_kind[by_kind > 0] / by_kind[by_kind > 0].sum()
        rows.append(
            (
                theme, len(by_kind), str(by_kind.idxmax()), float(by_kind.max()),
                len(by_body), len(streams), float((shares**2).sum()), str(shares.idxmax()), float(shares.max()),
                len(small), round(float(small.sum()), 2), round(float(own["amount_gbp"].sum()), 2),
                own.loc[own["control"] != str(Control.NATIONAL_ENTITLEMENT), "part"].nunique(),
            )
        )  # fmt: skip
    table = pd.DataFrame(rows, columns=FRAGMENTED)
    table.insert(1, "name", table["theme"].map(themes.set_index("theme")["name"]))
    return table
