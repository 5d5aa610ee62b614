"""New councils for a county: whose money passes to which of them, before and after, to the penny.

import totalplace_lib as tp
division = tp.split("kent", "config/examples/kent_into_three.toml", "2024-25")
division.by_council

A district's own money passes to the council that holds it, as published. A county council's is divided by service, each
by its tested key (config/evidence/divided.csv). All other money stays with its body and is shown where it is counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from totalplace_lib.analysis.assets import capital_years
from totalplace_lib.analysis.proposal import Proposal, proposal
from totalplace_lib.asking import asked
from totalplace_lib.count.keys import NEVER_SPREAD
from totalplace_lib.count.sharing import Sharing
from totalplace_lib.errors import ImbalanceError, UsageError
from totalplace_lib.evidence import divided
from totalplace_lib.evidence.grades import of_sum
from totalplace_lib.evidence.log_odds import moved
from totalplace_lib.evidence.ranges import simulation, total_range
from totalplace_lib.evidence.ranges_everywhere import judged_lines
from totalplace_lib.model import Economic, Place, Year
from totalplace_lib.national.money import key_names, keys_within, residents, sharing
from totalplace_lib.national.years import check_year
from totalplace_lib.project import read_config, read_table, remembered

COUNTY, OWN, ONE, REGION, BENEFITS, STAYS = (
    "The county council's, divided by service",
    "Districts' and unitary councils' own, as published",
    "A service of the county council that stays one",
    "Capital of councils, known for the region only",
    "Benefits that councils pay",
    "Other bodies, unchanged",
)
PARTS = (COUNTY, OWN, REGION, BENEFITS, ONE, STAYS)
UNTESTED = "shared by people, not tested"
BEFORE = ""
"""The place as a whole, beside the new councils, in frames by council."""
ENDS = ["amount_gbp", "low_gbp", "high_gbp"]
LINES = [
    "council",
    "line_id",
    "part",
    "service",
    "spender",
    "spender_group",
    "programme",
    "economic",
    "amount_gbp",
    "source_id",
]


@dataclass(frozen=True)
class Division:
    """A county in new councils.

    by_council    council, districts, population, county_gbp, own_gbp, amount_gbp (current services), low_gbp, high_gbp,
                  per_head_gbp, grade
    by_service    service, name, council, county_gbp, own_gbp, amount_gbp, low_gbp, high_gbp, grade, key_name (how the
                  county's part was divided)
    before_after  part, before_gbp, after_gbp, in_none_gbp (sites with an address of their own), difference_gbp: nought
    passes        spender, council, amount_gbp: from each council of today to each new one
    stays         spender_group, council, amount_gbp, low_gbp, high_gbp: what is not a council's, where it is counted
    debt          spender, year, borrowing_gbp, requirement_gbp: what councils of today owed, in the last return held
    lines         every line by council, of the place as a whole too (council BEFORE): LINES
    """

    proposal: Proposal
    year: Year
    by_council: pd.DataFrame
    by_service: pd.DataFrame
    before_after: pd.DataFrame
    passes: pd.DataFrame
    stays: pd.DataFrame
    debt: pd.DataFrame
    lines: pd.DataFrame

    @property
    def total_gbp(self) -> float:
        """All money counted for the place, GBP."""
        return round(float(self.before_after["before_gbp"].sum()), 2)


@asked(called="split")
def split(place: str | Place, into: str, year: str | Year) -> Division:
    """Divide a county among new councils: its districts' money as it is, its own by service, each by its tested key.

    place  a county, or a county with its unitary neighbours joined by +;  into: a TOML file (docs/how-to-split.md)

    Raises UsageError for an unknown place or year, Faults with all that is wrong in the file, ImbalanceError when what
    the new councils have is not what is there now, to the penny.
    """
    when = check_year(year)
    asked_for = proposal(place, into, when)
    shared = by_service_key(sharing(when), asked_for.place, when)
    people = residents(when).set_index("area_code")["value"]
    lines, grades = lines_of(shared, asked_for), read_config("evidence/grades.csv")
    return Division(
        asked_for,
        when,
        by_council(lines, asked_for, people, grades),
        by_service(lines, grades),
        before_after(lines),
        _passes(lines),
        stays(lines),
        _debt(lines, when),
        lines[LINES],
    )


def by_service_key(base: Sharing, place: Place, year: Year) -> Sharing:
    """The money of a year with every service of the place's county councils shared by its own key.

    UsageError where a county council of the place serves others too: it cannot be divided in part.
    """
    reach = base.reach(place.areas)
    own = base.lines[_of_councils(base.lines)]
    wide = own[own["catchment_code"].isin(reach.wider)]
    if not wide.empty:
        raise UsageError(f"{wide['spender'].iloc[0]} serves more than {place.name}: name the whole county.")
    inside = own[own["catchment_code"].isin(set(reach.inside) & set(base.wide))]
    if inside.empty:
        return base  # no county council: unitary councils that join
    service = divided.service_of(inside.assign(line=inside["segment"]))
    keys = divided.services()["key"].replace("none", "population")
    changed = dict(zip(inside["line_id"], service.map(keys), strict=True))
    held = sorted({*base.money.keys["key"], *changed.values()})
    return base.with_keys(changed, keys_within(year, held))


def _of_councils(lines: pd.DataFrame) -> pd.Series:
    """Lines of councils themselves: their services and benefits, no parish and no body beside them."""
    is_body = ~lines["catchment_code"].str.startswith("E12000")
    return (lines["block"] == "council") & lines["spender_group"].str.startswith("Councils") & is_body


def lines_of(shared: Sharing, asked_for: Proposal) -> pd.DataFrame:
    """Every line of each new council, and of the place as a whole (council BEFORE), with part and service."""
    places = {BEFORE: asked_for.place, **asked_for.councils}
    words = ["line_id", "spender", "programme", "segment", "economic", "source_id"]
    lines = judged_lines(shared, places).rename(columns={"place": "council"})
    lines = lines.merge(shared.lines[words], on="line_id")
    is_council = _of_councils(lines)
    service = divided.service_of(lines.assign(line=lines["segment"])).where(is_council, "")
    found = lines.assign(part=_parts(lines, is_council, service, set(shared.wide)), service=service)
    order = {name: number for number, name in enumerate(places)}
    return found.sort_values(["council", "line_id"], key=lambda one: one.map(order) if one.name == "council" else one,
                             kind="stable", ignore_index=True)  # fmt: skip


def _parts(lines: pd.DataFrame, is_council: pd.Series, service: pd.Series, wide: set[str]) -> pd.Series:
    """What becomes of each line (PARTS)."""
    is_wide = lines["catchment_code"].isin(wide)
    whole = service.map(divided.services()["tested"]) == divided.WHOLE
    is_capital = (lines["spender_group"] == "Councils") & (lines["economic"] == str(Economic.CAPITAL))
    found = pd.Series(STAYS, index=lines.index, dtype="str")
    found = found.mask((lines["block"] == "council") & is_capital & ~is_council, REGION)
    found = found.mask(is_council & ~is_wide, OWN).mask(is_council & is_wide, COUNTY)
    found = found.mask(is_council & is_wide & whole, ONE)
    return found.mask(is_council & (lines["spender_group"] != "Councils"), BENEFITS)


def before_after(lines: pd.DataFrame) -> pd.DataFrame:
    """Each part before and after: the ledger of the division. ImbalanceError unless each line is there to the penny."""
    by = ["part", "line_id", "key"]
    sides = lines.assign(side=(lines["council"] == BEFORE).map({True: "before", False: "after"}))
    pence = sides.pivot_table(index=by, columns="side", values="amount_pence", aggfunc="sum", fill_value=0)
    pence = pence.reindex(columns=["before", "after"], fill_value=0)
    apart = pence["before"] - pence["after"]
    lost = apart[(apart != 0) & (apart.index.get_level_values("key") != NEVER_SPREAD)]
    if len(lost):
        part, line, _ = lost.index[0]
        raise ImbalanceError(f"'{part}', line {line}: before and after differ by {lost.iloc[0] / 100:,.2f}.")
    sums = pence.assign(in_none=apart).groupby("part")[["before", "after", "in_none"]].sum() / 100
    table = sums.reindex([part for part in PARTS if part in sums.index]).add_suffix("_gbp")
    gap = table["before_gbp"] - table["after_gbp"] - table["in_none_gbp"]
    return table.assign(difference_gbp=gap.round(2)).rename_axis("part").reset_index()


def by_council(
    lines: pd.DataFrame, asked_for: Proposal, people: pd.Series, grades: pd.DataFrame
) -> pd.DataFrame:
    """Current services of each new council with the measured range of a council's sum (see Division)."""
    current = _of_services(lines)
    current = current[current["economic"] == str(Economic.CURRENT)]
    table = _side_by_side(current, ["council"]).set_index("council").reindex(list(asked_for.councils))
    table = with_ranges(table.fillna(0.0), float(divided.measured()["half_width_after"][divided.ALL]))
    who = {name: list(place.areas) for name, place in asked_for.councils.items()}
    table["districts"] = [len(areas) for areas in who.values()]
    table["population"] = [float(people.reindex(areas).sum()) for areas in who.values()]
    table["per_head_gbp"] = table["amount_gbp"] / table["population"]
    return _graded(table, grades).reset_index()


def by_service(lines: pd.DataFrame, grades: pd.DataFrame) -> pd.DataFrame:
    """Each service of each new council with its measured range (see Division)."""
    table, names = divided.services(), key_names()
    sums = _side_by_side(_of_services(lines), ["service", "council"])
    half = divided.measured()["half_width_after"]
    found = [
        with_ranges(sums[sums["service"] == service].copy(), half.get(service, half.max()))
        for service in table["service"]
        if (sums["service"] == service).any()
    ]
    both = _graded(pd.concat(found, ignore_index=True), grades)
    is_tested = both["service"].isin(half.index)
    told = both["service"].map(table["key"]).map(names)
    return both.assign(
        name=both["service"].map(table["name"]),
        key_name=told.where(is_tested, UNTESTED),
        grade=both["grade"].where(is_tested, grades["grade"].iloc[-1]),
    )


def _of_services(lines: pd.DataFrame) -> pd.DataFrame:
    return lines[lines["part"].isin([COUNTY, OWN]) & (lines["council"] != BEFORE)]


def _side_by_side(lines: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """by, county_gbp, own_gbp, amount_gbp, in the order of the lines' councils."""
    sums = lines.pivot_table(index=by, columns="part", values="amount_gbp", aggfunc="sum", sort=False)
    sums = (
        sums.reindex(columns=[COUNTY, OWN]).fillna(0.0).round(2).set_axis(["county_gbp", "own_gbp"], axis=1)
    )
    return sums.assign(amount_gbp=sums.sum(axis=1).round(2)).reset_index()


def with_ranges(table: pd.DataFrame, half: float) -> pd.DataFrame:
    """low_gbp and high_gbp of each council's part of a sum; of its part of the county's money alone, the districts' own
    being known, where one is no part of the sum (below nought)."""
    share = table["amount_gbp"] / table["amount_gbp"].sum()
    is_part = bool(((share > 0) & (share < 1)).all())
    base, known = ("amount_gbp", 0.0) if is_part else ("county_gbp", table["own_gbp"])
    whole = float(table[base].sum())
    part = (table[base] / whole).clip(0, 1) if whole else 0 * table[base]
    ends = np.sort([known + whole * moved(part, by) for by in (-half, half)], axis=0).round(2)
    return table.assign(
        low_gbp=np.minimum(ends[0], table["amount_gbp"]), high_gbp=np.maximum(ends[1], table["amount_gbp"])
    )


def _graded(table: pd.DataFrame, grades: pd.DataFrame) -> pd.DataFrame:
    ends = zip(table["low_gbp"], table["amount_gbp"], table["high_gbp"], strict=True)
    return table.assign(grade=[of_sum(*one, grades) for one in ends])


def _passes(lines: pd.DataFrame) -> pd.DataFrame:
    """From each council of today to each new one, current and capital."""
    sums = _of_services(lines).groupby(["spender", "council"], sort=False)["amount_gbp"].sum().round(2)
    return sums.reset_index()


def stays(lines: pd.DataFrame) -> pd.DataFrame:
    """What is not divided, by group of bodies and council, with the ranges of the count; largest group first."""
    apart = lines[~lines["part"].isin([COUNTY, OWN]) & (lines["council"] != BEFORE)]
    group = apart["spender_group"].where(apart["part"] != REGION, REGION).where(apart["part"] != ONE, ONE)
    rows = [
        (str(name), str(council), round(float(own["amount_gbp"].sum()), 2), *total_range(own, simulation()))
        for (name, council), own in apart.groupby([group, "council"], sort=False)
    ]
    table = pd.DataFrame(rows, columns=["spender_group", "council", *ENDS])
    size = table.groupby("spender_group")["amount_gbp"].transform("sum")
    return table.assign(size=size).sort_values(
        ["size", "spender_group"], ascending=[False, True], kind="stable", ignore_index=True
    ).drop(columns="size")  # fmt: skip


def _debt(lines: pd.DataFrame, year: Year) -> pd.DataFrame:
    """What each council of today owed at the end of the last year, up to this one, whose return is held."""
    held = max((one for one in capital_years() if one <= str(year)), default="")
    own = lines[lines["part"].isin([COUNTY, OWN]) & (lines["council"] != BEFORE)]
    names = own.drop_duplicates("catchment_code").set_index("catchment_code")["spender"]
    owed = owed_by_council(held)
    table = owed[owed.index.isin(names.index)]
    return table.assign(spender=table.index.map(names.to_dict()), year=held).reset_index(drop=True)


@remembered
def owed_by_council(year: str) -> pd.DataFrame:
    """borrowing_gbp and requirement_gbp (capital financing requirement) by authority_code at the end of a year."""
    names = {"gross_borrowing_end": "borrowing_gbp", "cfr_end": "requirement_gbp"}
    held = read_table("council_capital", year=year, measure="debt", line=list(names))
    wide = held.pivot_table(
        index="authority_code", columns="line", values="amount_gbp", aggfunc="sum", observed=True
    )
    return wide.reindex(columns=list(names)).rename(columns=names)
