"""A made-up count with themes, worked out by hand: two councils, a trust and an office; amounts in pounds."""

from __future__ import annotations

import pandas as pd

FREE = "council discretionary"
ROWS = [
    # spender_group, spender, block, programme, function_code, economic, control, catchment_code, payer, amount_gbp
    ("Councils", "Oldton council", "council", "Social care", "10", "current", FREE, "E1", "Grants", 100.01),
    ("Councils", "Newton council", "council", "Social care", "10", "current", FREE, "E2", "Grants", 50.00),
    ("NHS", "Trust", "central", "Hospitals", "07", "current", "other local body", "E12", "Health", 200.00),
    ("Benefits", "Office", "central", "Pension", "10", "current", "national entitlement", "E12", "Work", 400.00),
    ("Benefits", "Office", "central", "Advice", "10", "current", "national body, local office", "E12", "Work", 30.00),
]  # fmt: skip
NAMES = [
    "spender_group", "spender", "block", "programme", "function_code", "economic", "control", "catchment_code", "payer",
    "amount_gbp",
]  # fmt: skip


def lines() -> pd.DataFrame:
    return pd.DataFrame(ROWS, columns=NAMES).assign(method="actual")


def rules() -> pd.DataFrame:
    rows = [
        ("care", "Councils", "*", "*", "*", "*"), ("hospitals", "NHS", "*", "*", "*", "*"),
        ("pension", "*", "*", "*", "*", "Pension"), ("rest", "*", "*", "*", "*", "*"),
    ]  # fmt: skip
    return pd.DataFrame(
        rows, columns=["parcel", "spender_group", "spender", "function_code", "economic", "programme"]
    )


def parcels() -> pd.DataFrame:
    rows = [
        ("care", "Care for the old", "old", "reaction", "old-share", None),
        ("care", "Care for children", "young", "prevention", None, "health=1"),
        ("hospitals", "Hospitals", "health", "reaction", None, "old=nhs-old"),
        ("pension", "Pension", "pensions", "universal", None, None),
        ("rest", "Advice", "work", "administration", None, None),
    ]
    return pd.DataFrame(rows, columns=["parcel", "part", "theme", "tag", "measure", "also"])


def measured() -> pd.DataFrame:
    rows = [
        ("old-share", "E1", 0.25, "own return"), ("old-share", "", 0.5, "England"), ("nhs-old", "", 0.4, "England"),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["measure", "catchment_code", "share", "basis"])


def themes() -> pd.DataFrame:
    names = {
        "old": "Old people",
        "young": "Young people",
        "health": "Health",
        "pensions": "Pensions",
        "work": "Work",
    }
    return pd.DataFrame(
        [(theme, name, "other" if theme == "pensions" else "pilot") for theme, name in names.items()],
        columns=["theme", "name", "kind"],
    )
