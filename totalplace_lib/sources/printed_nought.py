"""Returns that a publisher prints as nought and that are missing (config/lines/printed_nought.csv): no zeros."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

import pandas as pd

from totalplace_lib.errors import Faults, SourceError, TotalPlaceError
from totalplace_lib.model import Marker
from totalplace_lib.project import read_config

TABLE = "lines/printed_nought.csv"


def taken_back(figures: pd.DataFrame, table: str, values: Sequence[str] = ("amount_gbp",)) -> pd.DataFrame:
    """The figures of a table with those missing [x] that TABLE says are no noughts.

    figures  year, authority_code, line, marker and the columns of values. Faults where one of them is not printed as
    nought, or is not there at all.
    """
    rules = read_config(TABLE)
    found, faults = figures.copy(), list[TotalPlaceError]()
    for rule in rules[rules["table"] == table].itertuples():
        if not (figures["year"] == rule.year).any():  # that year's publication is not being read
            continue
        own = figures[(figures["year"] == rule.year) & (figures["authority_code"] == rule.authority_code)]
        own = own[[fnmatchcase(str(line), str(rule.line)) for line in own["line"]]] if len(own) else own
        said = own[list(values)].fillna(0.0).ne(0.0).any(axis=1)
        if own.empty or said.any():
            what = (
                f"{int(said.sum())} of {len(own)} figures are not nought"
                if len(own)
                else "there is no such figure"
            )
            faults.append(
                SourceError(
                    f"config/{TABLE}, {table}, {rule.authority_code} in {rule.year}, {rule.line}: {what}. Was the "
                    "publication revised? Take the row out."
                )
            )
        found.loc[own.index, list(values)] = float("nan")
        found.loc[own.index, "marker"] = str(Marker.MISSING)
    if faults:
        raise Faults("Returns printed as nought", faults)
    return found
