"""Councils' revenue of one year, complete: returns, figures published later, estimates for those that made none."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count import council_fills, geography, line_making
from totalplace_lib.model import COFOG, Year
from totalplace_lib.national import key_series
from totalplace_lib.national.years import basis
from totalplace_lib.project import read_config, read_table, remembered

BODY = ["authority_code", "authority_class", "authority_name"]
ORIGIN = council_fills.ORIGIN


@remembered
def revenue(year: Year) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Councils' revenue of a year, complete: returns, then later figures, then estimates for those that made none.

    The column is_filled_in tells the last two. And who made none: authority_code, name and class, is_filled (by a
    later publication), is_estimated, part (what its return lacks, in words; "" where there is no return at all).
    """
    counted = leaves("rs")["line"]
    returned = _returned(year)
    missing = council_fills.non_submitting(returned, counted)
    left_out = council_fills.gaps(returned, missing, counted)
    found = _later(year, missing, counted) if len(missing) else returned.iloc[:0][council_fills.COLUMNS]
    filled = missing["authority_code"].isin(found["authority_code"])
    given = returned[~returned["authority_code"].isin(missing["authority_code"])]
    guessed = _estimated(year, missing[~filled], given, counted)
    partly = council_fills.only(_estimated(year, left_out[BODY].drop_duplicates(), given, counted), left_out)
    absent = pd.concat(
        [_without_return(missing, found, guessed), _returned_in_part(left_out, partly)], ignore_index=True
    )
    own = given.assign(is_filled_in=False)
    made = [rows.assign(is_filled_in=True) for rows in (found, guessed, partly) if len(rows)]
    return pd.concat([own, *made], ignore_index=True), absent


def _without_return(missing: pd.DataFrame, found: pd.DataFrame, guessed: pd.DataFrame) -> pd.DataFrame:
    """Who made no return, and where its figures are from."""
    absent = missing.assign(part="")
    absent["is_filled"] = missing["authority_code"].isin(found["authority_code"])
    absent["is_estimated"] = missing["authority_code"].isin(guessed["authority_code"])
    return absent


def _returned_in_part(left_out: pd.DataFrame, guessed: pd.DataFrame) -> pd.DataFrame:
    """Whose return lacks lines, which, and whether they are estimated."""
    named = left_out.assign(part=left_out["line"].map(leaves("rs").set_index("line")["name"]))
    absent = named.groupby(BODY, observed=True)["part"].agg("; ".join).reset_index()
    return absent.assign(
        is_filled=False, is_estimated=absent["authority_code"].isin(guessed["authority_code"])
    )


def _returned(year: Year) -> pd.DataFrame:
    """The returns of a year: the summary, or its services with what the time series has beyond them [e]."""
    if not basis(year).services_only:
        return read_table("council_revenue", year=str(year))
    services = read_table("council_service_expenditure", year=str(year), measure="net_current")
    totals = read_table("council_services_recent", year=str(year), line=council_fills.NET)
    counted = leaves("rs")["line"]
    published = services[services["line"].isin(counted)]
    bodies = totals.loc[totals["amount_gbp"].notna(), BODY]
    beyond = council_fills.rest(totals, published, _before(year, bodies), counted)
    return pd.concat([published, beyond], ignore_index=True)


def _later(year: Year, missing: pd.DataFrame, counted: pd.Series) -> pd.DataFrame:
    """Figures of a later publication for councils without a return (config/lines/fills.csv says for which years)."""
    split = read_config("lines/fills.csv").set_index("year")["split_as_in"]
    later = read_table("council_services_recent", year=str(year))
    if str(year) not in split.index:
        later = later.iloc[:0]
    last = read_table("council_revenue", year=str(split.get(str(year), "")))
    return council_fills.fills(missing, later, last, counted)


def _estimated(year: Year, missing: pd.DataFrame, given: pd.DataFrame, counted: pd.Series) -> pd.DataFrame:
    """Estimates for councils of which nothing is published, from the year before."""
    if missing.empty:
        return given.iloc[:0][council_fills.COLUMNS]
    before, growth = _before(year, missing), _benefit_growth(year)
    return council_fills.estimates(missing, given, before, counted, moving_lines(), growth)


def _benefit_growth(year: Year) -> pd.Series:
    """By how much the department's own figure of housing benefit grew on the year before, by authority_code."""
    pair = [str(Year(year.start - 1)), str(year)]
    paid = read_table("benefits_by_place", year=pair, benefit="hb")
    wide = paid.pivot_table(index="area_code", columns="year", values="amount_gbp", observed=True)
    areas = read_table("areas", vintage=geography.vintage_for(year)).set_index("area_code")["authority_code"]
    known = wide.reindex(columns=pair).dropna()
    return (known[pair[1]] / known[pair[0]]).rename(index=areas.to_dict())


def moving_lines() -> pd.Series:
    """Lines that an estimate moves with the council's class: services and benefits."""
    lines_of = read_config("lines/rs.csv")
    return lines_of.loc[
        lines_of["kind"].isin(["service", "benefit"]) & (lines_of["counted"] == "yes"), "line"
    ]


def _before(year: Year, bodies: pd.DataFrame) -> pd.DataFrame:
    """Last year's revenue of all bodies, and for bodies that are new what was spent on their ground."""
    before = revenue(Year(year.start - 1))[0]
    new = bodies[~bodies["authority_code"].isin(before["authority_code"])]
    kinds = new.apply(_kind, axis=1) if len(new) else pd.Series(dtype="str")
    parts = [
        _predecessors(list(rows["authority_code"]), str(kind), before, year)
        for kind, rows in new.groupby(kinds)
    ]
    return pd.concat([before, *parts], ignore_index=True)


def _kind(body: pd.Series) -> str:
    """What a body is (count.lines.body_kind), councils and counties together."""
    kind = line_making.body_kind(*(str(body[column]) for column in BODY))
    return "council" if kind == "county" else kind


def _predecessors(codes: list[str], kind: str, before: pd.DataFrame, year: Year) -> pd.DataFrame:
    """Last year's bodies of one kind on the ground of new ones: their amounts, a wider one's by the people it serves.

    Police and fire stay out: a county council's brigade becomes an authority of its own, with a return of its own.
    """
    bodies = before.drop_duplicates("authority_code")
    former = bodies.loc[bodies.apply(_kind, axis=1) == kind, "authority_code"]
    homes = key_series.authority_areas(list(former), Year(year.start - 1), year)
    weight = homes["weight"] * homes["area_code"].map(key_series.people(year))
    homes["part"] = weight / weight.groupby(homes["catchment_code"]).transform("sum")
    home = key_series.authority_areas(codes, year, year)[["catchment_code", "area_code"]]
    here = homes.merge(home.rename(columns={"catchment_code": "successor"}), on="area_code")
    part = here.groupby(["successor", "catchment_code"])["part"].sum().reset_index()
    joined = before[~before["line"].isin(["police", "fire_rescue"])].merge(
        part, left_on="authority_code", right_on="catchment_code"
    )
    joined["amount_gbp"] *= joined["part"]
    grouped = joined.groupby(["successor", "line"])
    sums = grouped[["amount_gbp"]].sum(min_count=1).round(2).join(grouped[[*ORIGIN, "marker"]].first())
    return sums.reset_index().rename(columns={"successor": "authority_code"})


def leaves(table: str) -> pd.DataFrame:
    """The lines of a return that are counted (no totals, no financing), with their function."""
    names = read_config(f"lines/{table}.csv")
    counted = names[names["counted"] == "yes"]
    return counted.assign(function_code=counted["cofog"], function=counted["cofog"].map(COFOG))
