"""What drives each line of money: the driver of config/lines/central.csv, a function, or the group of a local body."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.bench import function_errors
from totalplace_lib.count.rules import first_fit
from totalplace_lib.workbench import central_rules

ON = ["payer", "programme", "economic"]
COUNCILS = "councils: "


def driver_of(lines: pd.DataFrame) -> pd.Series:
    """The driver of each line of a year or of a count (block, payer, programme, economic, spender_group).

    Of the Treasury's lines by config/lines/central.csv, or their function where no programmes are published; of local
    bodies COUNCILS and their group.
    """
    rules = central_rules().rename(columns={"department": "payer"})
    driver = pd.Series(
        rules["driver"].iloc[first_fit(lines, rules, ON)].to_numpy(), lines.index, dtype="object"
    )
    central = driver.where(lines["payer"] != function_errors.NO_DEPARTMENT, function_errors.driver(lines))
    return central.where(lines["block"] == "central", COUNCILS + lines["spender_group"].astype(str))
