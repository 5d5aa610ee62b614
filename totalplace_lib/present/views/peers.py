"""Exhibits of the report on places like a place: which, what they are alike in, their services beside its own."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.expected import services as services_of
from totalplace_lib.analysis.peers import Peers
from totalplace_lib.evidence.carried import SAID, Reason, Verdict
from totalplace_lib.present.charts import dot_comparison, range_plot
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.gate import finding
from totalplace_lib.present.note import Note
from totalplace_lib.present.numbers import count, join, plural, pounds
from totalplace_lib.present.opening import Finding, KeyFigure, Opening

FAR = 1.5  # so many times as far as usual, and few places are like it
SERVICES = (
    "Councils' returns (MHCLG), schools grant (DfE), allocations to integrated care boards (NHS England)"
)
LIKENESS = "Population and indices of deprivation (ONS, MHCLG), jobs, homes, arrivals (ONS)"
ONE_IN_TEN = (
    "Ranges hold nine in ten, so that one service in ten lies outside by itself; why, the figures do not say."
)
NOT_OUGHT = "Expected: what the pattern of all others gives for these people and this geography, not what ought to be."
JUDGED = (
    "Services of a force, a fire authority or a board are the same all over it, which favours the region.",
    "Ranges are made to hold 90%; covered is the part of units that had no part in the pattern and lie inside.",
)
WIDER = "A service marked wider is that of the county, force, fire authority or board that serves the place."


def opening(found: Peers, tested: pd.DataFrame) -> Opening:
    """Which places are like it, which services lie outside the pattern, and how good both guesses are."""
    names = [str(name) for name in found.near["name"].head(3)]
    outside = found.services[~found.services["is_inside"]]
    headline = (
        f"{found.place.name} stands beside {plural(len(found.near), 'place')} of a list of its own."
        if found.is_own
        else f"{found.place.name} in {found.year} is most like {join(names)} in what drives spending and cannot be "
        "chosen."
    )
    figures = [
        KeyFigure("Nearest", names[0], f"{found.near['distance'].iloc[0]:.2f} standard deviations away"),
        KeyFigure(
            "Outside the pattern",
            f"{len(outside)} of {len(found.services)}",
            "services published for every place",
        ),
    ]
    if len(found.listed):
        shared = int(found.listed["is_ours"].sum())
        figures.append(
            KeyFigure(
                "Also on the department's list", f"{shared} of {len(found.listed)}", "for children's services"
            )
        )
    return Opening(headline, [_outside(found, outside), _nearest(found), _tested(tested)], figures)


def _outside(found: Peers, outside: pd.DataFrame) -> Finding:
    """How many services the pattern does not hold, and which."""
    above = outside[outside["per_head_gbp"] > outside["high_gbp"]]
    below = outside[outside["per_head_gbp"] < outside["low_gbp"]]
    told = [
        f"{word}: {join(_with_range(rows))}."
        for word, rows in (("Above", above), ("Below", below))
        if len(rows)
    ]
    number, lie = f"{len(outside)} of {len(found.services)} services", "lies" if len(outside) == 1 else "lie"
    return finding(
        SAID if len(outside) else Verdict(Reason.WIDE),
        f"{number} {lie} outside what the pattern of all others gives for such a place.",
        " ".join([*told, ONE_IN_TEN]),
        f"No service of {found.place.name} can be told from what the pattern of all others gives for such a place.",
    )


def _with_range(rows: pd.DataFrame) -> list[str]:
    return [
        f"{_inside(str(row['name']))} ({pounds(row['per_head_gbp'])} a head, pattern "
        f"{pounds(row['low_gbp'])} to {pounds(row['high_gbp'])})"
        for row in rows.to_dict("records")
    ]


def _inside(name: str) -> str:
    """A service inside a sentence: "Roads and transport" -> "roads and transport"."""
    return name if name.startswith("NHS") else name[:1].lower() + name[1:]


def _nearest(found: Peers) -> Finding:
    """How near the nearest place is."""
    nearest, usual = float(found.near["distance"].iloc[0]), found.usual
    beside = f"Half of all {found.kind} have one within {usual:.2f} standard deviations."
    name = found.near["name"].iloc[0]
    if nearest > FAR * usual:
        return Finding(
            f"Few places are like {found.place.name}: the nearest, {name}, is {nearest:.2f} away.", beside
        )
    return Finding(f"{name} is nearest: {nearest:.2f} standard deviations away.", beside)


def _tested(tested: pd.DataFrame) -> Finding:
    """Whether places like it say more than the region."""
    nearer = int(tested["is_nearer"].sum())
    worse = [_inside(str(name)) for name in tested.loc[~tested["is_nearer"].astype(bool), "name"]]
    more = f" The region says more of {join(worse)}." if worse else ""
    return Finding(
        f"Places like it say more of a place's spending than its region for {nearer} of {len(tested)} services.",
        f"Tested on every upper-tier area, itself left out.{more}",
    )


def alike_in(found: Peers) -> Exhibit:
    """Each variable with its weight, here, in the middle of the places like it, and in England."""
    table = found.alike
    england = table["england"]
    words = {
        column: [
            _shown(value, how, whole)
            for value, how, whole in zip(table[column], table["shown"], england, strict=True)
        ]
        for column in ("place", "peers", "england")
    }
    caption = Caption(
        "alike-in",
        "What places are compared in, and how much each counts",
        f"{found.place.name}, the middle of the places like it, and England, {found.year}",
        LIKENESS,
        (
            "Weight: per cent of the square of the distance. An index is 100 in England.",
            "Weights are a judgement; others were tried, fitted ones too, and say no more of spending.",
            "Not held: ethnicity, who owns homes, roads. Jobs are those of 2024, arrivals those to mid-2013.",
        ),
    )
    columns = {
        "name": Column("Variable"), "group": Column("Group"), "weight": Column("Weight", "share", 0),
        "place": Column(found.place.name), "peers": Column("Places like it"), "england": Column("England"),
    }  # fmt: skip
    shown = table[["name", "group", "weight"]].assign(**words)
    return Exhibit(caption, shown, columns, alt="A table of the variables, their weights and their values.")


def _shown(value: float, how: str, england: float) -> str:
    if how == "people":
        return count(value)
    return f"{value * 100:.1f}%" if how == "percent" else f"{value / england * 100:,.0f}"


def listed(found: Peers) -> Exhibit | Note:
    """The Department for Education's own list beside ours."""
    if found.listed.empty:
        return Note(
            "The Department for Education lists neighbours for single upper-tier councils only: there is no list here."
        )
    shared = int(found.listed["is_ours"].sum())
    caption = Caption(
        "departments-list",
        f"{shared} of the {len(found.listed)} that the Department for Education lists are among ours",
        f"Statistical neighbours of {found.place.name} for children's services, 2025",
        "Children's services statistical neighbours model 2025 (DfE)",
        ("Its model weighs what matters for children; its variables and weights are its own.",),
    )
    table = found.listed.assign(ours=found.listed["is_ours"].map({True: "yes", False: "no"}))
    columns = {
        "position": Column("Place in its list", "count"), "name": Column("Council"),
        "closeness": Column("How close, in its words"), "ours": Column("Among ours"),
    }  # fmt: skip
    return Exhibit(caption, table, columns, alt="A table of the department's neighbours.")


def beside_pattern(found: Peers, services: pd.DataFrame) -> Exhibit:
    """How far each service is from what the pattern gives, with the range of that. services: with gap_gbp."""
    table = _with_gap(services)
    outside = table[~table["is_inside"]]
    furthest = (
        outside.assign(far=(outside["gap_gbp"].abs() / outside["width_gbp"])).sort_values("far").tail(1)
    )
    caption = Caption(
        "beside-the-pattern",
        f"{furthest['name'].iloc[0]} lies furthest outside its range: {pounds(furthest['per_head_gbp'].iloc[0])} a "
        f"head, the pattern gives {pounds(furthest['low_gbp'].iloc[0])} to {pounds(furthest['high_gbp'].iloc[0])}"
        if len(furthest)
        else f"No service of {found.place.name} can be told from what the pattern gives",
        f"Spending less what the pattern of all others gives, for each resident, {found.place.name}, {found.year}",
        SERVICES,
        (
            NOT_OUGHT,
            "A line that crosses nought: the two cannot be told apart. Ranges were tested on single councils, forces, "
            "fire authorities and boards.",
            WIDER,
            *_silent(found),
        ),
        "" if len(furthest) else str(Reason.WIDE),
    )
    columns = {
        "name": Column("Service"),
        "gap_gbp": Column("Difference", "per_head"),
        "per_head_gbp": Column("Spent", "per_head"),
        "expected_gbp": Column("Expected", "per_head"),
        "low_gbp": Column("Expected, low", "per_head"),
        "high_gbp": Column("Expected, high", "per_head"),
        "ground": Column("Published for"),
    }
    return range_plot(
        table, columns, caption, label="name", low="gap_low", central="gap_gbp", high="gap_high"
    )


def _silent(found: Peers) -> list[str]:
    """Which services are not shown because no return was made."""
    shown = set(found.services["name"])
    gone = [str(name) for name in services_of(found.year)["name"].unique() if name not in shown]
    return (
        [f"Not shown, for a return behind it was not made: {join([_inside(name) for name in gone])}."]
        if gone
        else []
    )


def _with_gap(services: pd.DataFrame) -> pd.DataFrame:
    """Services with the range of gap_gbp, its width_gbp, and the ground for which each is published."""
    width, gap = (services["high_gbp"] - services["low_gbp"]) / 2, services["gap_gbp"]
    ground = services["is_wider"].map({True: "wider", False: "the place"})
    return services.assign(gap_low=gap - width, gap_high=gap + width, width_gbp=width, ground=ground)


def beside_peers(found: Peers) -> Exhibit:
    """Each service here, in places like it, in the rest of the region, and what a formula gave."""
    caption = Caption(
        "beside-places-like-it",
        f"Services of {found.place.name} beside places like it and its region",
        f"Spending for each resident, {found.year}",
        SERVICES,
        (
            f"Places like it: the mean of the {len(found.near)}. Region: all of it but the place.",
            _by_formula(found),
            WIDER,
        ),
    )
    table = found.services.assign(ground=found.services["is_wider"].map({True: "wider", False: "the place"}))
    columns = {
        "name": Column("Service"), "per_head_gbp": Column(found.place.name, "per_head"),
        "peers_gbp": Column("Places like it", "per_head"), "region_gbp": Column("Rest of the region", "per_head"),
        "formula_gbp": Column("By formula", "per_head"), "ground": Column("Published for"),
    }  # fmt: skip
    values = ["per_head_gbp", "peers_gbp", "region_gbp"]
    return dot_comparison(table, columns, caption, label="name", values=values)


def _by_formula(found: Peers) -> str:
    """What formulas gave, as far as it is held for the year."""
    held = dict(zip(found.formulas["formula"], found.formulas["per_head_gbp"], strict=True))
    told = []
    if "schools grant" in held:
        told.append("Formula: the schools grant before deductions for academies.")
    if "settlement funding" in held:
        each = pounds(held["settlement funding"])
        told.append(f"For all its services the councils' settlement gave {each} a head by formula.")
    rest = "No other formula of the year is held by area." if told else "No formula of the year is held."
    return " ".join([*told, rest])
