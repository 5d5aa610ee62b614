"""A table on its own, for figures that are to be read one by one."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.numbers import plural


def table(rows: pd.DataFrame, columns: Mapping[str, Column], caption: Caption) -> Exhibit:
    """The rows in their order, as columns says."""
    return Exhibit(caption, rows, columns, f"Table of {plural(len(rows), 'row')}. {caption.headline}.")
