"""Sections of a place's overlap report: all themes, barriers, savings, published figures. Usable from any report."""

from __future__ import annotations

import pandas as pd

from totalplace_lib.analysis.overlap import (
    Overlap,
    barriers_of,
    found_before,
    published_of,
    published_savings,
    saving_of,
)
from totalplace_lib.analysis.themes import themes_table, totals
from totalplace_lib.present.charts import bars
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Note
from totalplace_lib.present.numbers import share
from totalplace_lib.present.sentences import capital, listed, small
from totalplace_lib.present.views import barriers as barrier_views
from totalplace_lib.present.views import poolable, savings
from totalplace_lib.present.views.counting import source_of
from totalplace_lib.present.views.publications import theme_source
from totalplace_lib.present.views.published import published_beside_ours


def _subtitle(over: Overlap, what: str) -> str:
    return f"{what}, {over.count.place.name}, {over.count.year}, current and capital, cash"


def by_theme(over: Overlap) -> Exhibit:
    """All money by theme, exclusive view."""
    themes, year = themes_table(), str(over.count.year)
    table = totals(over.whole.parts, themes)
    hidden = themes.loc[themes["last"].fillna(year) < year, "name"]
    table = table[table["amount_gbp"] != 0]
    table = table.sort_values("amount_gbp", ascending=False, ignore_index=True)
    first = table.head(3)
    largest = capital(listed(small(str(name)) for name in first["name"]))
    caption = Caption(
        "by-theme",
        f"{largest} are {share(float(first['share'].sum()))} of all money",
        _subtitle(over, "Spending by theme, exclusive view"),
        theme_source(over.whole.parts),
        (
            "The themes add up to the whole-area count to the penny.",
            *(f"{name} cannot be told apart in {year}: other themes hold its money." for name in hidden),
        ),
    )
    columns = {
        "name": Column("Theme"),
        "amount_gbp": Column("Spending", "money"),
        "share": Column("Share of all", "share"),
    }
    return bars(table, columns, caption, label="name", value="amount_gbp")


def standing(over: Overlap) -> pd.DataFrame:
    """The barriers before all the place's money."""
    return barriers_of(over.whole.parts, str(over.count.year))


def barriers(over: Overlap, barriers: pd.DataFrame) -> Exhibit | Note:
    """The barriers that stand, as a chart."""
    where, year = _subtitle(over, "Spending behind each barrier"), str(over.count.year)
    return barrier_views.money_behind(barriers, where, theme_source(over.whole.parts), found_before(year))


def saving(over: Overlap, rate: float) -> Exhibit | Note:
    """A share of all the place's money."""
    table = saving_of(over.count, over.whole.parts, rate)
    subtitle = _subtitle(over, "Spending and saving by who decides")
    return savings.what_a_saving_is(table, rate, subtitle, theme_source(over.whole.parts))


def treasury(over: Overlap) -> Exhibit:
    """The Treasury's two per cent for England, beside ours."""
    year = str(over.count.year)
    return savings.treasury_two_per_cent(published_savings(year=year), year, source_of(over.count))


def pooled(over: Overlap) -> Exhibit | Note:
    """Which of all the place's money could be pooled, and when."""
    where = _subtitle(over, "Spending by when it could be pooled")
    return poolable.poolable_pot(over.whole.parts, where, theme_source(over.whole.parts))


def pooled_by_body(over: Overlap) -> Exhibit:
    """The same by body."""
    where = _subtitle(over, "Spending by body and when it could be pooled")
    return poolable.poolable_by_body(over.whole.parts, where, theme_source(over.whole.parts))


def one_and_two(over: Overlap) -> Exhibit:
    """One and two per cent of all the place's money, by body and who decides."""
    where = _subtitle(over, "One and two per cent of spending")
    return poolable.one_and_two(over.whole.parts, where, theme_source(over.whole.parts))


def published(over: Overlap) -> Exhibit | Note:
    """What the pilot published about its themes, beside ours."""
    return published_beside_ours(published_of(over.whole), over.count.place.name, "its themes")
