"""One example of each chart on made-up figures, for the gallery."""

from __future__ import annotations

from typing import Final

import pandas as pd

from totalplace_lib.present import charts
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit

_BODIES: Final = [
    "Exampleton Council",
    "Primary care trust",
    "Benefits and pensions",
    "Police",
    "Skills bodies",
]
_AMOUNTS: Final = [2.3e9, 1.8e9, 1.9e9, 3.3e8, 1.9e8]
_SPENDING: Final = Column("Spending", "money")
_BODY: Final = {"body": Column("Body")}


def _caption(slug: str, headline: str) -> Caption:
    return Caption(slug, headline, "Exampleton, 2008-09, cash; made-up figures", "Made up to show the chart")


def bars() -> Exhibit:
    """Bars with an estimate and a gap."""
    table = pd.DataFrame(
        {"body": [*_BODIES, "Courts"], "amount_gbp": [*_AMOUNTS, None], "marker": ["", "", "", "", "e", "x"]}
    )
    columns = _BODY | {"amount_gbp": Column("Spending", "money", marker="marker")}
    return charts.bars(
        table, columns, _caption("bars", "The council spends most"), label="body", value="amount_gbp"
    )


def grouped_bars() -> Exhibit:
    """Two years side by side."""
    table = pd.DataFrame(
        {"body": _BODIES, "before": _AMOUNTS, "after": [amount * 1.06 for amount in _AMOUNTS]}
    )
    columns = _BODY | {"before": Column("2008-09", "money"), "after": Column("2009-10", "money")}
    caption = _caption("grouped-bars", "Every body spent more in 2009-10")
    return charts.grouped_bars(table, columns, caption, label="body", values=("before", "after"))


def stacked_share_bar() -> Exhibit:
    """The ladder of local control."""
    steps = [
        "Council discretionary",
        "Council ring-fenced",
        "Other local body",
        "National body, local office",
        "National entitlement",
    ]
    table = pd.DataFrame({"control": steps, "amount_gbp": [1.1e9, 1.2e9, 2.1e9, 2.2e8, 1.9e9]})
    columns = {"control": Column("Control"), "amount_gbp": _SPENDING}
    caption = _caption("stacked-share-bar", "The council decides freely on one pound in six")
    return charts.stacked_share_bar(
        table, columns, caption, label="control", value="amount_gbp", is_ordered=True
    )


def lines() -> Exhibit:
    """Three series with a gap and a break."""
    years = ["2005-06", "2006-07", "2007-08", "2008-09", "2009-10"]
    series: dict[str, list[float | None]] = {
        "Council": [2.0, 2.1, 2.2, 2.3, 2.4],
        "Health": [1.2, None, 1.5, 1.8, 1.9],
        "Benefits": [1.6, 1.7, 1.7, 1.9, 2.2],
    }
    rows = [
        (
            year,
            body,
            None if value is None else value * 1e9,
            "b" if (body, year) == ("Benefits", "2008-09") else "",
        )
        for body, values in series.items()
        for year, value in zip(years, values, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["year", "body", "amount_gbp", "marker"])
    columns = {"year": Column("Year"), **_BODY, "amount_gbp": Column("Spending", "money", marker="marker")}
    caption = _caption("lines", "Spending rose every year")
    return charts.lines(table, columns, caption, period="year", value="amount_gbp", series="body")


def small_multiples() -> Exhibit:
    """Four places, five years."""
    places = {"Exampleton": 5200.0, "Otherborough": 4100.0, "Thirdham": 6900.0, "Fourthshire": 3800.0}
    rows = [
        (place, f"20{start:02d}-{start + 1:02d}", value * 1.04**step)
        for place, value in places.items()
        for step, start in enumerate(range(5, 10))
    ]
    table = pd.DataFrame(rows, columns=["place_name", "year", "per_head_gbp"])
    columns = {
        "place_name": Column("Place"),
        "year": Column("Year"),
        "per_head_gbp": Column("Spending", "per_head"),
    }
    caption = _caption("small-multiples", "Thirdham spends most for each resident")
    return charts.small_multiples(
        table, columns, caption, panel="place_name", period="year", value="per_head_gbp"
    )


def waterfall() -> Exhibit:
    """A ledger that closes."""
    steps = [
        "All that reaches the catchments",
        "Transfers between bodies",
        "Outside the place",
        "Local returns",
        "Counted for Exampleton",
    ]
    table = pd.DataFrame({"step": steps, "change_gbp": [9.2e9, -1.1e9, -2.0e9, 4.2e8, 6.52e9]})
    columns = {"step": Column("Step"), "change_gbp": Column("Change", "money")}
    caption = _caption("waterfall", "A third of what is read does not belong to the place")
    return charts.waterfall(table, columns, caption, label="step", change="change_gbp")


def alluvial() -> Exhibit:
    """Payer to spender to theme."""
    rows = [
        ("Health department", "Primary care trust", "Health", 1.8e9),
        ("Work and pensions", "Benefits and pensions", "Income", 1.9e9),
        ("Local government grant", "Exampleton Council", "Schools", 1.2e9),
        ("Local government grant", "Exampleton Council", "Care", 7e8),
        ("Health department", "Exampleton Council", "Care", 2e8),
        ("Local government grant", "Police", "Safety", 3.3e8),
    ]
    table = pd.DataFrame(rows, columns=["payer", "spender", "theme", "amount_gbp"])
    columns = {
        "payer": Column("Payer"),
        "spender": Column("Spender"),
        "theme": Column("Theme"),
        "amount_gbp": _SPENDING,
    }
    caption = _caption("alluvial", "Care is paid for by two departments")
    return charts.alluvial(table, columns, caption, stages=["payer", "spender", "theme"], value="amount_gbp")


def heat_map() -> Exhibit:
    """Bodies by themes."""
    themes = {
        "Children": [9e8, 2e8, 1e8, 3e7, 4e7],
        "Older people": [3e8, 7e8, 9e8, 1e7, 0.0],
        "Work": [6e7, 2e7, 4e8, None, 1.4e8],
    }
    table = pd.DataFrame({"body": _BODIES, **themes})
    columns = _BODY | {theme: Column(theme, "money") for theme in themes}
    return charts.heat_map(
        table, columns, _caption("heat-map", "Three bodies serve every theme"), label="body"
    )


def bubble_map() -> Exhibit:
    """Four places on a map."""
    rows = [
        ("Exampleton", 406, 286, 6.5e9),
        ("Otherborough", 530, 180, 3.1e9),
        ("Thirdham", 420, 430, 4.4e9),
        ("Fourthshire", 360, 120, 1.2e9),
    ]
    table = pd.DataFrame(rows, columns=["place_name", "easting", "northing", "amount_gbp"])
    columns = {"place_name": Column("Place"), "amount_gbp": _SPENDING}
    return charts.bubble_map(
        table, columns, _caption("bubble-map", "Exampleton spends most"), label="place_name",
        easting="easting", northing="northing", value="amount_gbp", focus=["Exampleton"],
    )  # fmt: skip


def range_plot() -> Exhibit:
    """An actual and two estimates."""
    rows = [
        ("Housing benefit", 3.3e8, 3.3e8, 3.3e8, "grade A"),
        ("Skills", 1.5e8, 1.9e8, 2.4e8, "grade C"),
        ("Probation", 2e7, 2.4e7, 2.7e7, "grade B"),
    ]
    table = pd.DataFrame(rows, columns=["line", "low", "central", "high", "grade"])
    columns = {"line": Column("Line")} | {
        name: Column(name.title(), "money") for name in ("low", "central", "high")
    }
    return charts.range_plot(
        table, columns | {"grade": Column("Grade")}, _caption("range-plot", "Skills spending is the least certain"),
        label="line", low="low", central="central", high="high", grade="grade",
    )  # fmt: skip


def dot_comparison() -> Exhibit:
    """A place, its region and England."""
    table = pd.DataFrame(
        {"function": ["Schools", "Health", "Social protection"], "place": [1400.0, 1800.0, 2900.0],
         "region": [1300.0, 1700.0, 2600.0], "england": [1350.0, 1650.0, 2500.0]}
    )  # fmt: skip
    columns = {"function": Column("Function")} | {
        name: Column(heading, "per_head")
        for name, heading in (("place", "Exampleton"), ("region", "Its region"), ("england", "England"))
    }
    caption = _caption("dot-comparison", "Exampleton spends more per head on everything")
    return charts.dot_comparison(
        table, columns, caption, label="function", values=["place", "region", "england"]
    )
