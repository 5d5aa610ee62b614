"""What is known by place: published figures that are used as they are, in the shape that apportioning takes.

Each function gives group, catchment_code (the region whose control total the figure is part of), known_id, area_code,
weight (the part of the area that the body covers), amount_pence (the body's whole amount, on each of its rows) and
where the figure stands (source_id, sheet, row, column; further_cells: all others that it was made from).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from totalplace_lib.count.citing import ORIGIN, cells
from totalplace_lib.count.citing import listed as listed_cells
from totalplace_lib.count.keys import Pieces, by_key, shares
from totalplace_lib.count.pence import split_pence, to_pence

KNOWN = [
    "group", "catchment_code", "known_id", "area_code", "weight", "amount_pence", *ORIGIN, "further_cells",
]  # fmt: skip
NOTHING = pd.DataFrame({column: pd.Series(dtype="object") for column in KNOWN})


def benefits_known(
    benefits: pd.DataFrame, mapping: pd.DataFrame, areas: pd.DataFrame, paid_by_councils: pd.DataFrame
) -> pd.DataFrame:
    """Benefits published by area, by control total.

    benefits          one year: area_code, benefit, amount_gbp, provenance
    mapping           config/lines/known.csv
    areas             area_code, region_code
    paid_by_councils  council tax benefit by area_code: amount_gbp, part of the published total, counted with the
                      councils, and its cell
    The rest of the published total, less benefits listed and less what councils pay, is known for the remaining group.
    """
    region = dict(zip(areas["area_code"], areas["region_code"], strict=True))
    joined = benefits[benefits["amount_gbp"].notna() & benefits["area_code"].isin(region)].merge(
        mapping, on="benefit"
    )
    wanted = ["area_code", "group", "amount_gbp", *ORIGIN]
    listed = joined[joined["kind"] == "listed"][wanted].copy()
    named = joined[joined["kind"] != "rest"]
    parts = named.groupby("area_code")["amount_gbp"].sum()
    rest = joined[joined["kind"] == "rest"][wanted].copy()
    councils = paid_by_councils["amount_gbp"]
    paid, listed_gbp = (
        rest["area_code"].map(sums).astype("float64").fillna(0.0) for sums in (councils, parts)
    )
    rest["amount_gbp"] -= listed_gbp + paid
    off = cells(named).groupby(named["area_code"]).agg(listed_cells).to_dict()
    of_councils = paid_by_councils["cell"].to_dict()
    rest["further_cells"] = [
        listed_cells([off.get(code, ""), of_councils.get(code, "")]) for code in rest["area_code"]
    ]
    listed["further_cells"] = ""
    rows = pd.concat([listed, rest[rest["amount_gbp"] > 0]], ignore_index=True)
    rows["amount_pence"] = to_pence(rows["amount_gbp"].round(2))
    rows = rows.assign(catchment_code=rows["area_code"].map(region), weight=1.0)
    return rows.assign(known_id=rows["group"] + ":" + rows["area_code"])[KNOWN]


def bodies_known(
    amounts: pd.DataFrame, bodies: pd.DataFrame, areas: pd.DataFrame, people: pd.DataFrame, group: str
) -> pd.DataFrame:
    """Bodies whose whole amount is known (primary care trusts), by region.

    amounts  body_code, amount_gbp, provenance, further_cells where a figure was made from several
    bodies   body_code, area_code, weight (the part of the area's people in the body)
    A body that lies in two regions is split between them by the people it serves.
    """
    region = areas[["area_code", "region_code"]].rename(columns={"region_code": "catchment_code"})
    pieces = bodies.merge(region, on="area_code").merge(
        amounts[amounts["amount_gbp"].notna()], on="body_code"
    )
    if pieces.empty:
        return NOTHING
    pieces = pieces.assign(group=group, amount_pence=to_pence(pieces["amount_gbp"]))
    pieces["further_cells"] = pieces.get("further_cells", "")
    is_split = pieces.groupby("body_code")["catchment_code"].transform("nunique") > 1
    split = [_by_region(body, people) for _, body in pieces[is_split].groupby("body_code")]
    found = pd.concat([pieces[~is_split], *split], ignore_index=True).sort_values("body_code", kind="stable")
    return found.assign(known_id=found["body_code"] + "@" + found["catchment_code"])[KNOWN].reset_index(
        drop=True
    )


def _by_region(body: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """A body in several regions: each has the part of the amount that goes to its areas."""
    pieces = Pieces.of(body["area_code"], body["weight"])
    series = by_key(people.assign(key="population"))["population"]
    share = pd.Series(shares(pieces, series, "population"), index=pieces.areas)
    region = dict(zip(body["area_code"], body["catchment_code"], strict=True))
    by_region = share.groupby([region[code] for code in share.index]).sum()
    pence = split_pence(to_pence(body["amount_gbp"].head(1)), np.asarray(by_region, dtype=np.float64))[0]
    return body.assign(
        amount_pence=body["catchment_code"].map(dict(zip(by_region.index, pence, strict=True)))
    )
