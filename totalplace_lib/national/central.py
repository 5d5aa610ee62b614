"""The central block of one year: the Treasury's analysis by department and segment."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count import line_making
from totalplace_lib.count.unruled import check_ruled
from totalplace_lib.errors import ConfigError
from totalplace_lib.model import Year
from totalplace_lib.national.years import basis
from totalplace_lib.project import read_config, read_table, remembered

TRUSTS = "nhs-commissioned"
BOARDS = "nhs-boards"
ELSEWHERE = "NHS: central budgets"
HOSPITALS = "hospitals"
KEYS = {"groups": "health_groups", "boards": "health_boards", "later boards": "health_boards"}
"""What is known of the health service in a year (years.csv) -> the key of hospital and community health."""
ACADEMIES, GRANT = "academy_pupils", "academy_grant"
"""The driver of academies' money, and its key from the first year of which the schools grant by authority is held."""


def central(year: Year, known: pd.DataFrame) -> pd.DataFrame:
    """All lines of the central block (count.lines.LINE); the Treasury's lines for councils are still among them
    (see transfers.csv).

    known  what is known by place (count.allocate.apportion): decides what part of the NHS is handed out by place
    """
    cra = read_table("cra", year=str(year), edition=basis(year).central)
    found = line_making.central_lines(cra, _rules(year))
    check_ruled(found[found["sector"] != "LA"], central_rules(), str(year))
    if basis(year).nhs == "boards":
        return line_making.split_known(found, BOARDS, known, ELSEWHERE)
    commissioned = read_config("controls/nhs_commissioned.csv").set_index("year")["england_gbp"]
    if str(year) not in commissioned.index:
        return found
    total = found.loc[found["group"] == TRUSTS, "amount_pence"].sum() / 100
    return line_making.split_commissioned(found, TRUSTS, float(commissioned[str(year)]) / total, ELSEWHERE)


def _rules(year: Year) -> pd.DataFrame:
    """The rules of a year, with other keys where more is known of it: hospital and community health (column nhs of
    config/years.csv), and academies from the first year of which their grant by authority is held."""
    rules, nhs = central_rules(), basis(year).nhs
    patients = rules["driver"] == HOSPITALS
    rules = rules.assign(key=rules["key"].mask(patients, KEYS.get(nhs, rules["key"])))
    if str(year) >= grant_from():
        rules = rules.assign(key=rules["key"].mask(rules["driver"] == ACADEMIES, GRANT))
    return rules.assign(group=rules["group"].mask(patients, BOARDS)) if nhs == "boards" else rules


@remembered
def grant_from() -> str:
    """The first year of which the schools grant by authority is held."""
    return str(read_table("schools_grant", ["year"])["year"].min())


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
