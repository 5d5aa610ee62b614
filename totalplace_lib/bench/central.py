"""The central block of one year: the Treasury's analysis by programme, or by function less the councils' part."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.bench import councils
from totalplace_lib.bench.years import basis
from totalplace_lib.count import lines, table_lines
from totalplace_lib.errors import ConfigError
from totalplace_lib.model import Year
from totalplace_lib.project import read_config, read_table, remembered

TRUSTS = "nhs-commissioned"
BOARDS = "nhs-boards"
ELSEWHERE = "NHS: central budgets"
HOSPITALS, BY_GROUPS = "hospitals", "health_groups"


def central(year: Year, known: pd.DataFrame) -> pd.DataFrame:
    """All lines of the central block (count.lines.LINE); the Treasury's lines for councils are still among them
    where it publishes them by programme (see transfers.csv).

    known  what is known by place (count.allocate.apportion): decides what part of the NHS is handed out by place
    """
    if basis(year).by_function_only:
        return table_lines.split_known(by_function(year), BOARDS, known, ELSEWHERE)
    cra = read_table("cra", year=str(year), edition=basis(year).central)
    rules = central_rules()
    if basis(year).nhs == "groups":
        rules = rules.assign(key=rules["key"].mask(rules["driver"] == HOSPITALS, BY_GROUPS))
    found = lines.central_lines(cra, rules)
    commissioned = read_config("controls/nhs_commissioned.csv").set_index("year")["england_gbp"]
    if str(year) not in commissioned.index:
        return found
    total = found.loc[found["group"] == TRUSTS, "amount_pence"].sum() / 100
    return lines.split_commissioned(found, TRUSTS, float(commissioned[str(year)]) / total, ELSEWHERE)


@remembered
def central_rules() -> pd.DataFrame:
    """config/lines/central.csv with the key of each row's driver (config/evidence/drivers.csv)."""
    rules, drivers = read_config("lines/central.csv"), read_config("evidence/drivers.csv")
    joined = rules.merge(drivers[["driver", "key"]], on="driver", how="left")
    if joined["key"].isna().any():
        missing = joined.loc[joined["key"].isna(), "driver"].iloc[0]
        raise ConfigError(
            f"config/lines/central.csv: the driver '{missing}' is not in config/evidence/drivers.csv."
        )
    return joined


def by_function(year: Year) -> pd.DataFrame:
    """Lines of a year that the Treasury gives by function only, before any of them is known by place."""
    part = councils.part_of_tables(year)
    tables = read_table("cra_regional_tables", year=str(year))
    cells = part.merge(tables[[*table_lines.CELL, *table_lines.ORIGIN]], on=table_lines.CELL)
    cells["amount_pence"] = cells["amount_pence"] - cells["councils_pence"]
    return table_lines.function_lines(cells, _sites(), read_config("lines/functions.csv"))


@remembered
def _sites() -> pd.DataFrame:
    """Money for sites with an address in the last year with programmes, by region, function and current or capital."""
    last = councils.LAST_DATABASE
    cra = read_table("cra", year=str(last), edition=basis(last).central)
    words = cra[["sheet", "row", "hmt_function"]].drop_duplicates(["sheet", "row"])
    found = lines.central_lines(cra, central_rules())
    found = found[(found["key"] == "none") & (found["sector"] != "LA")]
    named = found.merge(words, on=["sheet", "row"]).rename(columns={"catchment_code": "area_code"})
    return named.groupby(table_lines.CELL)["amount_pence"].sum().reset_index()
