"""Every line of a count with where it stands: publication, sheet, column, row and further cells, to be taken away."""

from __future__ import annotations

from totalplace_lib.count.whole_area import Count
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption
from totalplace_lib.present.taken_away import TakenAway
from totalplace_lib.present.views.publications import source_words
from totalplace_lib.sources.cards import load_cards

COLUMNS = {
    "spender_group": Column("Group of bodies"),
    "spender": Column("Body"),
    "programme": Column("Programme"),
    "function": Column("Function"),
    "economic": Column("Current or capital"),
    "control": Column("Who decides"),
    "amount_gbp": Column("Spending", "money", marker="marker"),
    "share": Column("Share of the total", "share"),
    "method": Column("Published for the place (actual) or shared by a measure (apportioned)"),
    "key": Column("Shared by"),
    "catchment_gbp": Column("Published for the catchment", "money"),
    "publication": Column("Publication"),
    "sheet": Column("Sheet"),
    "column": Column("Column"),
    "row": Column("Row", "count"),
    "further_cells": Column("Further cells"),
}


def every_line(count: Count) -> TakenAway:
    """All lines of the count, the largest first, each with the publication and the cells that it comes from."""
    titles = {name: card.title for name, card in load_cards().items()}
    lines = count.lines.sort_values("amount_gbp", ascending=False, kind="stable")
    table = lines.assign(
        share=lines["amount_gbp"] / count.total_gbp,
        publication=lines["source_id"].map(titles).fillna(lines["source_id"]),
    )
    caption = Caption(
        "lines",
        "Every line of the count, with its source",
        f"Each amount with publication, sheet, column and row, {count.place.name}, {count.year}, in pounds",
        source_words(lines["source_id"].unique()),
        ("A figure that is shared by a measure names the amount of the catchment that it is a share of.",),
    )
    return TakenAway(caption, table[[*COLUMNS, "marker"]], COLUMNS, alt="")
