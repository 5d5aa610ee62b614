"""Exhibits of savings: what a share of the money would be, with what cannot be saved locally shown apart."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.present.charts import bars
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Note
from totalplace_lib.present.numbers import each, money, share

COLUMNS = {
    "control": Column("Who decides"),
    "amount_gbp": Column("Spending", "money"),
    "saving_gbp": Column("Saving", "money", decimals=2),
    "per_head_gbp": Column("For each resident", "per_head", decimals=2),
    "council_tax_share": Column("As a share of council tax", "share"),
}
TAX_KNOWN = "Council tax is what residents pay to all authorities, police and fire included."
TAX_UNKNOWN = (
    "What residents pay in council tax is not known: a council made no return, or none is held of this year."
)
ENTITLEMENT = "Entitlements set by law: not to be saved locally"


def what_a_saving_is(saving: pd.DataFrame, rate: float, subtitle: str, source: str) -> Exhibit | Note:
    """A share of the money by rung of the ladder of control: pounds, per head, as council tax."""
    local, law = saving[saving["is_local"]], saving[~saving["is_local"]]
    if local.empty:
        return Note(
            f"All of this money, {money(float(law['amount_gbp'].sum()))}, is entitlements set by law: nothing can be "
            "saved locally."
        )
    if float(local["amount_gbp"].sum()) <= 0:
        return Note(
            "What is not an entitlement here took in more than it spent: there is nothing to save a share of."
        )
    sums = local[["saving_gbp", "per_head_gbp", "council_tax_share"]].sum()
    table = pd.concat([local, law], ignore_index=True)
    table["control"] = table["control"].where(table["is_local"], ENTITLEMENT).str.capitalize()
    table = table[table["amount_gbp"] > 0].reset_index(drop=True)
    is_tax_known = bool(table["council_tax_share"].notna().all())
    as_tax = f", {share(float(sums['council_tax_share']))} of council tax" if is_tax_known else ""
    caption = Caption(
        "savings",
        f"{share(rate)} of what is not an entitlement is {money(float(sums['saving_gbp']))}: "
        f"{each(float(sums['per_head_gbp']))} for each resident{as_tax}",
        subtitle,
        f"{source}; council tax requirement (MHCLG)" if is_tax_known else source,
        (
            "A size, not a target: whether a pound can be saved, and who would keep it, is another question.",
            TAX_KNOWN if is_tax_known else TAX_UNKNOWN,
        ),
    )
    columns = {name: one for name, one in COLUMNS.items() if is_tax_known or name != "council_tax_share"}
    return bars(table, columns, caption, label="control", value="saving_gbp", focus=list(_local_names(table)))


def _local_names(table: pd.DataFrame) -> list[str]:
    return [str(name) for name in table.loc[table["is_local"], "control"]]


def treasury_two_per_cent(england: pd.DataFrame, year: str, source: str) -> Exhibit:
    """The Treasury's 2% for England beside ours, on three bases."""
    table = england.assign(base=england["base"] + ", " + (england["rate"] * 100).map("{:.0f}%".format))
    choice = england[(england["rate"] == 0.02) & (england["base"] == "What councils decide freely")].iloc[0]
    caption = Caption(
        "treasury",
        f"The Treasury's £1.2 billion is 2% of £60 billion; 2% of what councils decide freely is "
        f"{money(float(choice['saving_gbp']))}",
        f"Savings of one and two per cent in England, {year}, current and capital, cash",
        f"{source}; HM Treasury's figure as given by the King's Fund, June 2010",
        (
            "The Treasury's figure is for 2013-14 and for local bodies; its base was not published.",
            "Cumbria called 1% of its count £70 million.",
        ),
    )
    columns = {
        "base": Column("Base and rate"),
        "saving_gbp": Column("Saving", "money"),
        "amount_gbp": Column("Spending", "money"),
    }
    return bars(table, columns, caption, label="base", value="saving_gbp")
