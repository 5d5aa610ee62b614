"""Totals of many places of one year with their ranges, in one pass: the same figures as a count of each place has.

The lines of all places are shared once; what remains for each place is the simulation of its total.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from totalplace_lib.count import geography
from totalplace_lib.count.every_area import lines_by_place
from totalplace_lib.count.pence import to_pounds
from totalplace_lib.count.sharing import Sharing
from totalplace_lib.evidence import inside_regions
from totalplace_lib.evidence.ranges import judged
from totalplace_lib.model import Marker, Method, Place

WORDS = ["block", "spender_group", "driver", "exceptional", "key", "catchment_code", "marker"]


def judged_lines(sharing: Sharing, places: Mapping[str, Place]) -> pd.DataFrame:
    """place and what ranges.total needs of each line: amount_gbp, method, driver, share, half_width, grade, with the
    WORDS of the line.

    places  by name, all on the areas of the year
    """
    rows = [(name, area) for name, place in places.items() for area in place.areas]
    members = pd.DataFrame(rows, columns=["place", "area_code"], dtype="str")
    found = lines_by_place(sharing, members).merge(sharing.lines[["line_id", *WORDS]], on="line_id")
    shared = found["method"] == str(Method.APPORTIONED)
    unmarked = shared & (found["marker"].fillna("") == "")
    found = found.assign(
        amount_gbp=to_pounds(found["amount_pence"].to_numpy(dtype="int64")),
        marker=found["marker"].mask(unmarked, str(Marker.ESTIMATED)),
    )
    year = sharing.money.year
    widened = inside_regions.widened_everywhere(geography.vintage_for(year), year)
    return judged(found, _shares(found[shared], members, sharing), widened)


def _shares(lines: pd.DataFrame, members: pd.DataFrame, sharing: Sharing) -> pd.Series:
    """The part of each line's catchment by its key that lies in its place."""
    by = ["catchment_code", "key"]
    values = sharing.money.catchments.merge(sharing.money.keys, on="area_code")
    values = values.merge(lines[by].drop_duplicates(), on=by).assign(
        value=lambda all: all["value"] * all["weight"]
    )
    whole = values.groupby(by)["value"].sum().where(lambda sums: sums > 0).rename("whole").reset_index()
    here = values.merge(members, on="area_code").groupby(["place", *by])["value"].sum().reset_index()
    part = here.merge(whole, on=by).assign(share=lambda all: all["value"] / all["whole"])
    found = lines[["place", *by]].reset_index().merge(part, on=["place", *by], how="left")
    return found.set_index("index")["share"]
