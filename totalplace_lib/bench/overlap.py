"""Overlap, outcomes, barriers, savings and published figures of a place: reads config and hands it to analysis."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from totalplace_lib.analysis import barriers, checks, outcomes, overlap, savings
from totalplace_lib.bench.themes import Themed, count_by_theme, themes_table
from totalplace_lib.count.whole_area import Count
from totalplace_lib.model import Place, Year
from totalplace_lib.project import read_config, read_table
from totalplace_lib.workbench import england, keys, money

SUCCESSORS_FROM = "2013-14"  # column ask_now of config/barriers.csv
PILOTS_END = "2010-11"  # what the pilots published is of their years and stands beside no later one


@dataclass(frozen=True)
class Overlap:
    """How the money of a place is split between bodies: analysis.overlap in frames.

    matrix    themes by groups of bodies;  fragments: one row per theme;  pairs: candidates for joining up
    outcomes  money by stated outcome;  tied: share of each group of bodies that is tied to one
    untied    money of each group of bodies that is tied to none
    """

    whole: Themed
    matrix: pd.DataFrame
    fragments: pd.DataFrame
    pairs: pd.DataFrame
    outcomes: pd.DataFrame
    tied: pd.DataFrame
    untied: pd.DataFrame

    @property
    def count(self) -> Count:
        """The count behind it."""
        return self.whole.count


def overlap_of(place: str, year: str = "2008-09") -> Overlap:
    """Bodies and themes of a place in the overlapping view, pilots' themes only, with outcome alignment."""
    whole, table = count_by_theme(place, year), themes_table()
    pilots = table[table["kind"] == "pilot"]
    serving = whole.overlap[whole.overlap["theme"].isin(pilots["theme"])]
    stated, lines = read_config("outcomes.csv"), whole.count.lines
    return Overlap(
        whole,
        overlap.matrix(serving, pilots),
        overlap.fragmentation(serving, pilots),
        overlap.pairs(serving, pilots),
        outcomes.alignment(lines, stated),
        outcomes.tied_by_body(lines, stated),
        outcomes.untied_by_body(lines, stated),
    )


def theme_overlap(whole: Themed, theme: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fragmentation (one row) and pairs of bodies of one theme."""
    serving, table = whole.overlap[whole.overlap["theme"] == theme], themes_table()
    return overlap.fragmentation(serving, table), overlap.pairs(serving, table)


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
    """The council tax that residents of a place pay to all authorities, GBP."""
    source = money(str(year))
    paid = read_table(
        "council_revenue", ["authority_code", "amount_gbp"], year=str(year), line="council_tax_requirement"
    )
    people = keys(year, ["population"])
    requirements = paid.dropna().rename(columns={"authority_code": "catchment_code"})
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
