"""A made-up country small enough to count by hand: two regions, five districts, three departments, six councils.

Every figure is worked out in docs/toy-country.md. Nothing here is a real place or a real amount.
"""

from __future__ import annotations

import pandas as pd

from totalplace_lib.count.consolidate import offsets
from totalplace_lib.count.known import KNOWN
from totalplace_lib.count.line_making import LINE
from totalplace_lib.count.year_money import Money
from totalplace_lib.model import Place, Year

NORTH, SOUTH = "E12000091", "E12000092"
A, B, C, D, E = "E08000901", "E08000902", "E07000903", "E07000904", "E06000905"
PEOPLE = {A: 100, B: 300, C: 200, D: 100, E: 100}
POOR = {A: 30, B: 10, C: 10, D: 10, E: 5}
YEAR = Year(2008)


def catchments() -> pd.DataFrame:
    homes = {
        NORTH: [A, B], SOUTH: [C, D, E], "E4001": [A], "E4002": [B], "E9020": [C, D], "E9031": [C], "E9032": [D],
        "E9001": [E], "E6340": [A, B],
    }  # fmt: skip
    return pd.DataFrame(
        [(code, area, 1.0) for code, areas in homes.items() for area in areas],
        columns=["catchment_code", "area_code", "weight"],
    )


def keys() -> pd.DataFrame:
    series = {"population": PEOPLE, "poor": POOR}
    return pd.DataFrame(
        [(key, area, float(value)) for key, values in series.items() for area, value in values.items()],
        columns=["key", "area_code", "value"],
    )


def known() -> pd.DataFrame:
    row = ("hardship", NORTH, "toy-return", A, 1.0, 60_00, "toy-return", "", 7, "B", "toy-return, !C7")
    return pd.DataFrame([row], columns=KNOWN)


def transfers() -> pd.DataFrame:
    rows = [
        (
            "treasury-lines-for-councils",
            "central",
            "",
            "",
            "LA",
            "",
            "set aside",
            "Councils are counted from their own returns",
        ),
        ("hra-capital", "central", "Council housing", "", "", "", "drop", "Already in the councils' capital"),
        ("transport-levy", "council", "", "", "", "levy_transport", "drop", "Both sides removed"),
        (
            "grants-between-councils",
            "council",
            "",
            "",
            "",
            "grants_received",
            "offset",
            "Counted at the receiver",
        ),
    ]
    return pd.DataFrame(
        rows, columns=["transfer", "block", "department", "programme", "sector", "line", "action", "reason"]
    ).assign(payer="transport authority", received="")


def _central(
    department: str,
    programme: str,
    catchment: str,
    gbp: float,
    key: str = "population",
    group: str = "",
    sector: str = "CG",
) -> dict[str, object]:
    return {
        "block": "central", "payer": department, "spender": department, "spender_group": department, "programme": programme,
        "function_code": "10", "function": "Social protection", "economic": "current", "control": "national entitlement", "key": key,
        "group": group, "driver": "everybody", "exceptional": "", "segment": programme, "catchment_code": catchment, "department": department, "sector": sector, "line": "",
        "amount_pence": round(gbp * 100), "marker": "", "source_id": "toy", "sheet": "", "row": 1, "column": "A",
    }  # fmt: skip


def _council(authority: str, line: str, gbp: float) -> dict[str, object]:
    return _central("", line, authority, gbp) | {
        "block": "council", "payer": "Council tax", "spender": authority, "spender_group": "Councils", "line": line, "sector": "LA",
        "function_code": "09", "function": "Education", "control": "council discretionary",
    }  # fmt: skip


def lines() -> pd.DataFrame:
    rows = [
        _central("Pensions", "Pensions", NORTH, 1000), _central("Pensions", "Pensions", SOUTH, 800),
        _central("Benefits", "Hardship benefit", NORTH, 100, "poor", "hardship"), _central("Benefits", "Hardship benefit", SOUTH, 50, "poor"),
        _central("Health", "Hospitals", NORTH, 700), _central("Health", "Hospitals", SOUTH, 100.01),
        _central("Energy", "Reactor", NORTH, 90, "none"),
        _central("Councils", "All services", NORTH, 500, sector="LA"), _central("Councils", "All services", SOUTH, 400, sector="LA"),
        _central("Council housing", "Homes", NORTH, 30), _central("Council housing", "Homes", SOUTH, 20),
        _council("E4001", "education", 120), _council("E4001", "levy_transport", 10),
        _council("E4002", "education", 200), _council("E4002", "levy_transport", 30), _council("E4002", "housing_benefit", 15),
        _council("E6340", "transport", 45), _council("E6340", "levy_transport", -40),
        _council("E9020", "education", 150), _council("E9031", "parks", 20), _council("E9032", "parks", 10), _council("E9001", "education", 60),
    ]  # fmt: skip
    return pd.DataFrame(rows)[LINE]


def money(all_lines: pd.DataFrame | None = None) -> Money:
    everything = lines() if all_lines is None else all_lines
    nothing = pd.DataFrame(columns=["received", "payer_code", "economic", "amount_pence"])
    none = offsets(nothing, everything, transfers())
    return Money(YEAR, everything, none, catchments(), keys(), known(), transfers())


def place(*areas: str) -> Place:
    return Place("toy", "Toyplace", areas, 2009)


def people(*areas: str) -> float:
    return float(sum(PEOPLE[area] for area in areas))
