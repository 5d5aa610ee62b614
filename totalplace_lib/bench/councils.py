"""The councils' block of one year: returns, later figures for councils that made none, capital, gaps."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from totalplace_lib.bench import key_series
from totalplace_lib.bench.council_revenue import leaves, revenue
from totalplace_lib.bench.years import basis
from totalplace_lib.count import geography, lines, regional_tables, table_lines
from totalplace_lib.count.capital_returns import capital_lines
from totalplace_lib.model import COFOG, Economic, Year
from totalplace_lib.project import read_config, read_table, remembered

LAST_DATABASE = Year(2017)  # the last year of the Treasury's databases, by sector, function and programme
ORIGIN = table_lines.ORIGIN


@dataclass(frozen=True)
class Councils:
    """Lines of the council block; received: what receivers report as financed by other councils (line, amount_pence);
    silent: authorities that made no return, is_filled where a later publication has their figures."""

    lines: pd.DataFrame
    received: pd.DataFrame
    silent: pd.DataFrame


def councils(year: Year) -> Councils:
    """All money of councils and other local authorities in one year, from config/years.csv's sources."""
    returned, silent = revenue(year)
    current = lines.council_lines(returned, leaves("rs"), read_config("lines/councils.csv"), Economic.CURRENT)
    capital, received = (
        _capital_returns(year) if basis(year).capital_by_council else (_capital(year), NOTHING)
    )
    return Councils(pd.concat([current, capital], ignore_index=True), received, silent)


NOTHING = pd.DataFrame({"line": pd.Series(dtype="str"), "amount_pence": pd.Series(dtype="int64")})


def _capital_returns(year: Year) -> tuple[pd.DataFrame, pd.DataFrame]:
    capital = read_table("council_capital", year=str(year))
    spent = capital_lines(capital, leaves("cor4"), read_config("lines/councils.csv"))
    financing = capital[(capital["measure"] == "financing") & capital["amount_gbp"].notna()]
    received = financing.assign(amount_pence=(financing["amount_gbp"] * 100).round().astype("int64"))
    return spent, received[["line", "amount_pence"]]


def _capital(year: Year) -> pd.DataFrame:
    """Council capital of the regions from the Treasury, where no returns by authority are held."""
    rules = read_config("lines/treasury_capital.csv")
    if basis(year).by_function_only:
        part = part_of_tables(year)
        cells = part[part["economic"] == "capital"].assign(amount_pence=lambda frame: frame["councils_pence"])
        sectors = read_table("cra_regional_sectors", year=str(year), sector="LA")
        return table_lines.capital_lines(cells.merge(sectors[["area_code", *ORIGIN]], on="area_code"), rules)
    cra = read_table("cra", year=str(year), edition=basis(year).central, sector="LA")
    chosen = cra[
        cra["area_code"].str.startswith("E12") & cra["is_identifiable"] & (cra["economic"] == "capital")
    ]
    pence = (chosen["amount_gbp"] * 100).round().astype("int64")
    return table_lines.capital_lines(chosen.assign(amount_pence=pence), rules)


@remembered
def part_of_tables(year: Year) -> pd.DataFrame:
    """Councils' part of the Treasury's tables by region, function and current or capital.

    Columns of regional_tables.councils_part with function_code and function.
    """
    tables = read_table("cra_regional_tables", year=str(year))
    tables = tables[tables["area_code"].str.startswith("E12")]
    sectors = read_table("cra_regional_sectors", year=str(year), sector="LA")
    base = last_database()
    current = regional_tables.councils_current(
        returns_by_region(year), returns_by_region(LAST_DATABASE), base
    )
    part = regional_tables.councils_part(tables, sectors, current, base)
    codes = dict(zip(tables["hmt_function"], tables["function_code"], strict=True))
    part["function_code"] = part["hmt_function"].map(codes)
    return part.assign(function=part["function_code"].map(COFOG))


@remembered
def last_database() -> pd.DataFrame:
    """The last database by cell: area_code, hmt_function, economic, amount_gbp (councils), total_gbp (all sectors)."""
    cra = read_table("cra", year=str(LAST_DATABASE), edition=basis(LAST_DATABASE).central)
    cra = cra[cra["area_code"].str.startswith("E12") & cra["is_identifiable"]]
    local = cra["amount_gbp"].where(cra["sector"] == "LA", 0.0)
    sums = cra.assign(local_gbp=local).groupby(table_lines.CELL)[["local_gbp", "amount_gbp"]].sum().round(2)
    return sums.rename(columns={"local_gbp": "amount_gbp", "amount_gbp": "total_gbp"}).reset_index()


def returns_by_region(year: Year) -> pd.DataFrame:
    """Councils' current spending by region and Treasury function: area_code, hmt_function, amount_gbp."""
    returned = revenue(year)[0].merge(read_config("lines/council_functions.csv"), on="line")
    returned = returned[returned["amount_gbp"].notna()]
    homes = key_series.authority_areas(list(returned["authority_code"].unique()), year, year)
    regions = read_table("areas", vintage=geography.vintage_for(year)).set_index("area_code")["region_code"]
    weight = homes["weight"] * homes["area_code"].map(key_series.people(year))
    part = weight / weight.groupby(homes["catchment_code"]).transform("sum")
    sums = part.groupby([homes["catchment_code"], homes["area_code"].map(regions)]).sum().rename("part")
    by_region = sums.rename_axis(["authority_code", "area_code"]).reset_index()
    joined = returned.drop(columns="area_code", errors="ignore").merge(by_region, on="authority_code")
    joined["amount_gbp"] *= joined["part"]
    return joined.groupby(["area_code", "hmt_function"])["amount_gbp"].sum().reset_index()


def london_payer(council: pd.DataFrame) -> pd.DataFrame:
    """The line from which offsets are taken: the Greater London Authority's transport capital."""
    gla = council[
        (council["catchment_code"] == "E5100")
        & (council["line"] == "highways_transport")
        & (council["economic"] == "capital")
    ]
    return gla.assign(offsets_line="funding_gla")
