"""Where a figure of a count comes from: every cell that went into it, what it is a share of, what was taken off first.

catchment_gbp  the amount of the line in its whole catchment (a region, a force, a council), transfers taken out
known_gbp      what publications place of it in named areas, here or elsewhere: used as it is, never shared
shared_gbp     what the figure is a share of: catchment_gbp less known_gbp and what is never spread; of a figure that is
               known by place, the published amount of the body
part           the figure / shared_gbp; 1 where the whole catchment lies inside the place
further_cells  cells beside the line's own that went into the figure: other parts of a known amount, and where what was
               known and taken off stands
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from totalplace_lib.count.pence import to_pounds
from totalplace_lib.schema import flow

ORIGIN = [*flow.ORIGIN]
CITED = [*flow.CITED]
BETWEEN = "; "


def cells(frame: pd.DataFrame) -> pd.Series:
    """Each row's cell as a reader finds it: publication, sheet!column and row."""
    sheet = frame["sheet"].astype("string").fillna("")
    cell = frame["column"].astype("string") + frame["row"].astype("string")
    return frame["source_id"].astype("string") + ", " + sheet + "!" + cell


def listed(parts: Iterable[str]) -> str:
    """Cells in one text, each once, in their order."""
    return BETWEEN.join(dict.fromkeys(part for part in parts if part))


def cited(here: pd.DataFrame, lines: pd.DataFrame, placed: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """`here` with the columns of CITED, amounts in GBP.

    here    the place's money: line_id, known_id, amount_pence
    lines   all lines of the catchments: line_id, catchment_code, group, amount_pence (and further_cells)
    placed  where the lines of the place's wider catchments went, in all their areas: line_id, known_id, amount_pence
    known   what is known by place (count.allocate.apportion), with further_cells
    """
    by_line = lines.set_index("line_id")
    wide = here["line_id"].isin(placed["line_id"])
    whole = here["line_id"].map(by_line["amount_pence"])
    taken = placed[placed["known_id"] != ""].groupby("line_id")["amount_pence"].sum()
    of = placed.groupby(["line_id", "known_id"])["amount_pence"].sum()
    pairs = pd.MultiIndex.from_frame(here[["line_id", "known_id"]])
    shared = pd.Series(of.reindex(pairs).to_numpy(), index=here.index).where(wide, here["amount_pence"])
    amounts = {
        "catchment_gbp": whole,
        "known_gbp": here["line_id"].map(taken).fillna(0),
        "shared_gbp": shared,
    }
    in_pounds = {name: to_pounds(pence.to_numpy(dtype="int64")) for name, pence in amounts.items()}
    part = here["amount_pence"] / shared.where(shared != 0)
    return here.assign(**in_pounds, part=part.fillna(1.0), further_cells=_further(here, by_line, known))


def _further(here: pd.DataFrame, by_line: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    """Further cells of each figure: of the body whose amount it is a part of, or of all that was taken off first."""
    own = (
        here["line_id"].map(by_line["further_cells"])
        if "further_cells" in by_line
        else pd.Series(index=here.index)
    )
    own = own.astype("str").where(own.notna(), "")
    if known.empty:
        return own
    first = known.drop_duplicates("known_id").assign(cell=lambda frame: cells(frame))
    others = dict(zip(first["known_id"], first["further_cells"].fillna(""), strict=True))
    both = first["cell"].astype(str) + BETWEEN + first["further_cells"].fillna("").astype(str)
    pair = pd.Series(list(zip(first["catchment_code"], first["group"], strict=True)), index=first.index)
    taken = {name: listed(BETWEEN.join(texts).split(BETWEEN)) for name, texts in both.groupby(pair)}
    line = by_line.loc[here["line_id"], ["catchment_code", "group"]]
    found = [
        others.get(known_id, "") if known_id else taken.get((catchment, group), "")
        for known_id, catchment, group in zip(
            here["known_id"], line["catchment_code"], line["group"], strict=True
        )
    ]
    return own.where(own != "", pd.Series(found, index=here.index, dtype="str"))
