"""One small case of every chart, for tests that hold for all of them."""

import pandas as pd

from totalplace_lib.present import charts
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption

HOSTILE = "<script>alert('$x$')</script> & a very long name of a body that goes on and on"
YEARS = ["2007-08", "2008-09", "2009-10"]


def caption(slug):
    return Caption(slug, "The message", "Spending, Birmingham, 2008-09, cash", "Outturn, CLG")


def amounts(**columns):
    return {name: Column(heading, "money", marker="marker") for name, heading in columns.items()}


def frame(names=("A", HOSTILE, "C"), **columns):
    size = len(names)
    return pd.DataFrame({"body": list(names), **columns, "marker": (["", "e", "b", "x"] * size)[:size]})


BODY = {"body": Column("Body")}


def bars():
    table = frame(amount=[2.3e9, -1e7, None])
    return charts.bars(
        table, BODY | amounts(amount="Spending"), caption("bars"), label="body", value="amount", focus=["A"]
    )


def grouped_bars():
    table = frame(before=[2.3e9, 1e7, None], after=[2.4e9, -2e7, 1e9])
    return charts.grouped_bars(
        table,
        BODY | amounts(before="2007-08", after="2008-09"),
        caption("pairs"),
        label="body",
        values=("before", "after"),
    )


def waterfall():
    table = frame(["Start", HOSTILE, "Added", "End"], change=[9e9, -2e9, 5e8, 7.5e9])
    columns = {"body": Column("Step"), "change": Column("Change", "money")}
    return charts.waterfall(table, columns, caption("ledger"), label="body", change="change")


def stacked_share_bar():
    table = frame(["A", HOSTILE, "C", "D", "E"], amount=[5e8, 1e9, 2e9, 1e7, 1.5e9])
    return charts.stacked_share_bar(
        table,
        BODY | amounts(amount="Spending"),
        caption("shares"),
        label="body",
        value="amount",
        is_ordered=True,
    )


def over_time(names=("A", HOSTILE, "C")):
    rows = [
        (
            year,
            name,
            None if (number, place) == (1, 0) else 1e9 * (number + place + 1),
            "b" if number == 2 else "",
        )
        for place, name in enumerate(names)
        for number, year in enumerate(YEARS)
    ]
    table = pd.DataFrame(rows, columns=["year", "body", "amount", "marker"])
    return table, {"year": Column("Year"), "body": Column("Body")} | amounts(amount="Spending")


def lines():
    table, columns = over_time()
    return charts.lines(table, columns, caption("trend"), period="year", value="amount", series="body")


def small_multiples():
    table, columns = over_time(("A", HOSTILE, "C", "D", "E"))
    return charts.small_multiples(
        table, columns, caption("multiples"), panel="body", period="year", value="amount"
    )


def flows():
    rows = [("A", "X", "P", 2e9), ("A", "Y", HOSTILE, 1e9), ("B", "Y", "P", 5e8), ("B", "B", "R", 0.0)]
    columns = {"payer": Column("Payer"), "spender": Column("Spender"), "theme": Column("Theme")}
    return pd.DataFrame(rows, columns=["payer", "spender", "theme", "amount"]), columns | {
        "amount": Column("Spending", "money")
    }


def alluvial():
    table, columns = flows()
    stages = ["payer", "spender", "theme"]
    return charts.alluvial(table, columns, caption("flows"), stages=stages, value="amount")


def heat_map():
    table = frame(one=[1e9, 2e8, None], two=[0.0, 5e8, 3e8], three=[1e8, 1e8, 1e8], four=[2e8, 1e8, 9e8])
    columns = BODY | amounts(one="Children and young people", two="Worklessness", three="Crime", four="Drugs")
    return charts.heat_map(table, columns, caption("themes"), label="body")


def bubble_map():
    table = frame(amount=[7e9, 2e9, None], east=[406e3, 590e3, 0.0], north=[286e3, 150e3, 0.0])
    return charts.bubble_map(
        table, BODY | amounts(amount="Spending"), caption("map"),
        label="body", easting="east", northing="north", value="amount", focus=["A"],
    )  # fmt: skip


def range_plot():
    table = frame(
        low=[1e9, 2e8, None], central=[1e9, 3e8, None], high=[1e9, 5e8, None], grade=["A", "C", "D"]
    )
    columns = BODY | amounts(low="Low", central="Central", high="High") | {"grade": Column("Grade")}
    return charts.range_plot(
        table,
        columns,
        caption("range"),
        label="body",
        low="low",
        central="central",
        high="high",
        grade="grade",
    )


def dot_comparison():
    table = frame(place=[1400.0, 300.0, None], region=[1300.0, 350.0, 10.0], england=[1350.0, None, 20.0])
    columns = BODY | {name: Column(name.title(), "per_head") for name in ("place", "region", "england")}
    return charts.dot_comparison(
        table, columns, caption("dots"), label="body", values=["place", "region", "england"]
    )


CASES = {
    made.__name__: made
    for made in (
        alluvial, bars, bubble_map, dot_comparison, grouped_bars, heat_map, lines, range_plot, small_multiples,
        stacked_share_bar, waterfall,
    )
}  # fmt: skip
