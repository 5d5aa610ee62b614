"""The barriers as an exhibit: the money behind each, who can lift it and whom to ask."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.barriers import LIFTS
from totalplace_lib.present.charts import bars
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import plural

COLUMNS = {
    "name": Column("Barrier"),
    "lift": Column("Who can lift it"),
    "ask": Column("Body to ask"),
    "amount_gbp": Column("Money affected", "money"),
    "what": Column("What happens"),
    "source": Column("Source"),
}
OVERLAP = "Barriers overlap: the same pound may stand behind several. The sums must not be added up."


ONE_THEME = "The same barrier stands before money of other themes; the table has both sums."
LATER = "Found by the pilots of 2009-10. Whether each still stands is for the reader to judge."


def money_behind(
    barriers: pd.DataFrame, subtitle: str, source: str, is_later: bool = False
) -> Exhibit | Note:
    """Each barrier with the money behind it, who can lift it and whom to ask. is_later: the money is of a later year
    than the barriers; all_gbp, where the money is that of one theme: the money of every theme behind each."""
    if barriers.empty:
        return Absent("No barrier that the pilots found stands before this money.")
    table = barriers.sort_values(["amount_gbp", "barrier"], ascending=[False, True], ignore_index=True)
    local = [str(name) for name in table.loc[table["lift"] == LIFTS[0], "name"]]
    notes = [*([LATER] if is_later else []), OVERLAP]
    notes += [ONE_THEME] if "all_gbp" in barriers else []
    notes += ["In colour: barriers that local agreement could lift."] if local else []
    caption = Caption(
        "barriers",
        f"{plural(len(table), 'barrier stands', 'barriers stand')} in the way; {len(local) or 'none'} could be lifted "
        "by local agreement",
        subtitle,
        f"{source}; register of barriers from the pilots' reports",
        tuple(notes),
    )
    columns = COLUMNS if "all_gbp" not in table else _with_all()
    return bars(table, columns, caption, label="name", value="amount_gbp", focus=local)


def _with_all() -> dict[str, Column]:
    """The columns of one theme's barriers."""
    own = {**COLUMNS, "amount_gbp": Column("Money of this theme affected", "money")}
    return {**own, "all_gbp": Column("Of all public money here", "money")}
