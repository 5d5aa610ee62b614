"""What pilots found about a theme, multiplied by the money or the people of a place (config/published/findings.csv).

A share is multiplied by the lines it was found on, an amount moves with a key from the pilot to here and with the GDP
deflator from its year to the count's; what is no money of a year is said and not multiplied [z].
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from totalplace_lib.analysis.options import scale_of, setting_of
from totalplace_lib.analysis.themes import Themed
from totalplace_lib.model import Marker
from totalplace_lib.project import read_config

SHARE, AMOUNT, SAID = "share", "amount", "said"


def findings(theme: str, themed: Themed) -> pd.DataFrame:
    """pilot, what, measure, here_gbp (NaN where not multiplied), marker, here_is, source; in the order of the file.

    theme  a slug;  themed: the count of the place whose money it is
    """
    table = read_config("published/findings.csv")
    mine = table[table["themes"].str.split().map(lambda themes: theme in themes).astype(bool)]
    names = read_config("places.csv").set_index("slug")["name"]
    rows = [
        (
            str(names[row["place"]]), row["what"], row["measure"], _here(row, themed),
            str(Marker.NOT_APPLICABLE) if row["measure"] == SAID else "", row["here_is"], row["source"],
        )
        for row in mine.to_dict("records")
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["pilot", "what", "measure", "here_gbp", "marker", "here_is", "source"])


def _here(row: Mapping[Any, Any], themed: Themed) -> float:
    if row["measure"] == SAID:
        return float("nan")
    if row["measure"] == SHARE:
        setting = setting_of({"cohort_key": "population"}, themed)
        return round(float(row["value"]) * setting.lines_gbp(str(row["body"]), str(row["part"])), 2)
    pilot = {"cohort_place": row["place"], "cohort_year": row["year"], "cohort_key": row["key"]}
    year = str(themed.count.year)
    people = scale_of(pilot, themed.count.place, year)
    return round(float(row["value"]) * people * setting_of(pilot, themed).factor(str(row["year"])), 2)
