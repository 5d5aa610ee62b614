"""What each chart refuses, and what each draws that the others do not."""

import re

import pandas as pd
import pytest
from chart_cases import CASES, amounts, caption, flows, frame, over_time

from totalplace_lib.errors import UsageError
from totalplace_lib.present import charts, palette
from totalplace_lib.present.canvas import Canvas
from totalplace_lib.present.charts import ChartError, words
from totalplace_lib.present.columns import Column

BODY = {"body": Column("Body")}


def many(count, **columns):
    return frame([f"Body {number}" for number in range(count)], **{name: [1.0] * count for name in columns})


def drawn(made, width=720):
    return made.figure(width).to_svg("i", "t", "d")


def texts(made, width=720):
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawn(made, width))


def test_a_refusal_is_a_mistake_of_the_user():
    assert issubclass(ChartError, UsageError)


def test_too_many_bars_says_how_to_group():
    with pytest.raises(
        ChartError, match=r"21 rows cannot be read; at most 20. Use group_small\(table, 'body'"
    ):
        charts.bars(
            many(21, amount=1), BODY | amounts(amount="A"), caption("b"), label="body", value="amount"
        )


def test_nothing_to_show_is_refused():
    with pytest.raises(ChartError, match="nothing to show"):
        charts.bars(many(0, amount=1), BODY | amounts(amount="A"), caption("b"), label="body", value="amount")


def test_bars_say_a_gap_in_words_and_grey_what_is_not_in_focus():
    made = CASES["bars"]()
    assert "not available [x]" in texts(made)
    assert "−£10m [e]" in texts(made)
    assert drawn(made).count(palette.BLUE) == 1
    assert drawn(made).count(palette.FAINT) == 1


def test_group_small_keeps_the_largest_and_the_total():
    table = pd.DataFrame({"body": list("abcde"), "amount": [1.0, 5.0, 2.0, 4.0, 3.0]})
    grouped = charts.group_small(table, "body", "amount", keep=3)
    assert grouped["body"].tolist() == ["b", "d", "All other (3)"]
    assert grouped["amount"].tolist() == [5.0, 4.0, 6.0]
    assert charts.group_small(table, "body", "amount", keep=5)["body"].tolist() == list("bdeca")


def test_group_small_does_not_add_what_is_missing():
    table = pd.DataFrame({"body": ["a", "b"], "amount": [1.0, None]})
    with pytest.raises(ChartError, match="No figure for b"):
        charts.group_small(table, "body", "amount", keep=2)


def test_a_waterfall_that_does_not_close_is_refused():
    table = pd.DataFrame({"body": ["Start", "Less", "End"], "change": [10.0, -3.0, 7.02]})
    columns = {"body": Column("Step"), "change": Column("Change", "money")}
    with pytest.raises(ChartError, match=r"the steps end at 7.00 but 'End' is 7.02; -0.02 is not explained"):
        charts.waterfall(table, columns, caption("w"), label="body", change="change")


def test_a_waterfall_says_its_ends_and_its_largest_step():
    made = CASES["waterfall"]()
    assert "From Start, £9.0 billion, to End, £7.5 billion, in 2 steps; the largest" in made.alt
    assert "takes away £2.0 billion" in made.alt
    assert {"£9,000m", "−£2,000m", "+£500m", "£7,500m"} <= set(texts(made))


def test_more_than_four_lines_are_sent_to_small_multiples():
    table, columns = over_time(tuple("ABCDE"))
    with pytest.raises(ChartError, match="small_multiples"):
        charts.lines(table, columns, caption("t"), period="year", value="amount", series="body")


def test_two_rows_for_one_period_are_refused():
    table, columns = over_time(("A",))
    with pytest.raises(ChartError, match="two rows for the same year and body"):
        charts.lines(
            pd.concat([table, table]), columns, caption("t"), period="year", value="amount", series="body"
        )


def test_a_gap_is_a_gap_and_a_break_is_marked():
    table, columns = over_time(("A",))
    made = charts.lines(table, columns, caption("t"), period="year", value="amount", series="body")
    assert "[b]" in texts(made)
    lines = re.findall(r'd="M [^"]*" style="fill: none; stroke: var\(--tp-blue', drawn(made))
    assert lines == []  # 2007-08, no figure in 2008-09, a break in 2009-10: two dots and nothing to join


def test_lines_differ_by_pattern_as_well_as_colour():
    made = CASES["lines"]()
    dashes = re.findall(r"stroke-dasharray: ([^;\"]+)", drawn(made))
    assert len(set(dashes)) == 2


@pytest.mark.parametrize("amounts_of", [[1.0, -1.0], [1.0, None], [0.0, 0.0]])
def test_shares_need_a_whole(amounts_of):
    table = frame(["A", "B"], amount=amounts_of)
    with pytest.raises(ChartError, match="the whole must be more than zero"):
        charts.stacked_share_bar(
            table, BODY | amounts(amount="S"), caption("s"), label="body", value="amount"
        )


def test_six_parts_are_too_many():
    with pytest.raises(ChartError, match="6 parts cannot be read"):
        charts.stacked_share_bar(
            many(6, amount=1), BODY | amounts(amount="S"), caption("s"), label="body", value="amount"
        )


def test_an_alluvial_names_the_three_widest_bands_and_a_node_once():
    made = CASES["alluvial"]()
    assert "The widest bands are A to X to P, £2.0 billion; A to Y to" in made.how_to_read
    assert (
        made.how_to_read.split("The widest")[1] in made.alt.replace("table.", "")
        or "The widest bands" in made.alt
    )


def test_an_alluvial_keeps_each_amount_in_and_out_of_its_nodes():
    shown = texts(CASES["alluvial"]())
    assert shown.count("£3,000m") == 1  # A gives 3.0 bn
    assert shown.count("£1,500m") == 1  # Y passes on 1.0 + 0.5 bn
    assert shown.count("£2,500m") == 1  # P receives 2.0 + 0.5 bn


def test_fifteen_nodes_are_too_many():
    table = pd.DataFrame({"a": [f"a{n}" for n in range(8)], "b": [f"b{n}" for n in range(8)], "v": [1.0] * 8})
    columns = {"a": Column("A"), "b": Column("B"), "v": Column("V", "money")}
    with pytest.raises(ChartError, match="16 nodes cannot be read; at most 14"):
        charts.alluvial(table, columns, caption("f"), stages=["a", "b"], value="v")


def test_a_flow_below_zero_has_no_band_but_is_in_every_figure_and_in_the_table():
    table, columns = flows()
    taken = table.iloc[[0]].assign(amount=-0.25 * table["amount"].iloc[0])
    exhibit = charts.alluvial(
        pd.concat([table, taken], ignore_index=True),
        columns,
        caption("f"),
        stages=["payer", "theme"],
        value="amount",
    )
    node = table["payer"].iloc[0]
    net = table.loc[table["payer"] == node, "amount"].sum() + taken["amount"].iloc[0]
    assert words.short(net, words.unit_of("money", table["amount"])) in texts(exhibit)
    assert exhibit.table["amount"].sum() == table["amount"].sum() + taken["amount"].iloc[0]


def test_only_negative_flows_or_one_stage_are_refused():
    table, columns = flows()
    with pytest.raises(ChartError, match="one above zero"):
        charts.alluvial(
            table.assign(amount=-1.0), columns, caption("f"), stages=["payer", "theme"], value="amount"
        )
    with pytest.raises(ChartError, match="two, three or four"):
        charts.alluvial(table, columns, caption("f"), stages=["payer"], value="amount")


def test_a_heat_map_writes_the_number_in_each_cell_and_a_gap_as_its_marker():
    shown = texts(CASES["heat_map"]())
    assert shown.count("£1,000m") == 2  # the cell and the end of the scale
    assert "[x]" in shown


def test_a_heat_map_of_mixed_kinds_is_refused():
    columns = BODY | {"one": Column("One", "money"), "two": Column("Two", "share")}
    with pytest.raises(ChartError, match="one kind"):
        charts.heat_map(frame(one=[1, 2, 3], two=[1, 2, 3]), columns, caption("h"), label="body")


def test_the_area_of_a_bubble_is_its_amount(monkeypatch):
    table = frame(["A", "B"], amount=[4e9, 1e9], east=[0.0, 1e5], north=[0.0, 2e5])
    made = charts.bubble_map(
        table,
        BODY | amounts(amount="S"),
        caption("m"),
        label="body",
        easting="east",
        northing="north",
        value="amount",
    )
    found = []
    monkeypatch.setattr(Canvas, "circle", lambda self, centre, radius, colour: found.append(radius))
    made.figure(720)
    assert found[0] ** 2 / found[1] ** 2 == pytest.approx(4)


def test_a_bubble_map_names_its_focus_even_in_a_crowd():
    names = [f"Body {number}" for number in range(42)]
    crowd = frame(
        names, amount=[1e9] * 42, east=[n % 14 for n in range(42)], north=[n // 14 for n in range(42)]
    )
    made = charts.bubble_map(
        crowd, BODY | amounts(amount="S"), caption("m"), label="body", easting="east", northing="north", value="amount",
        focus=["Body 24"],
    )  # fmt: skip
    assert "Body 23" not in texts(made, 360)
    assert "Body 24" in texts(made, 360)


def test_the_table_of_a_bubble_map_is_ranked_and_keeps_what_has_no_figure():
    made = CASES["bubble_map"]()
    assert made.table["amount"].tolist()[:2] == [7e9, 2e9]
    assert len(made.table) == 3


def test_a_range_out_of_order_is_refused():
    table = frame(["A"], low=[3.0], central=[2.0], high=[4.0])
    columns = BODY | amounts(low="L", central="C", high="H")
    with pytest.raises(ChartError, match="out of order for A"):
        charts.range_plot(
            table, columns, caption("r"), label="body", low="low", central="central", high="high"
        )


def test_a_range_says_its_ends_and_its_grade():
    shown = " ".join(texts(CASES["range_plot"]()))
    assert "£1,000m, A" in shown
    assert "(£200m to £500m), C" in shown
    assert "not available [x]" in shown


def test_dots_are_told_apart_by_shape():
    with pytest.raises(ChartError, match="two or three columns"):
        charts.dot_comparison(
            frame(a=[1, 2, 3]), BODY | amounts(a="A"), caption("d"), label="body", values=["a"]
        )
    assert "Place is above England in 1 of 1 rows" in CASES["dot_comparison"]().alt


def test_pairs_of_different_kinds_are_refused():
    columns = BODY | {"a": Column("A", "money"), "b": Column("B", "share")}
    with pytest.raises(ChartError, match="same kind"):
        charts.grouped_bars(
            frame(a=[1, 2, 3], b=[1, 2, 3]), columns, caption("g"), label="body", values=("a", "b")
        )


def test_thirteen_panels_are_too_many():
    table, columns = over_time(tuple("ABCDEFGHIJKLM"))
    with pytest.raises(ChartError, match="13 panels"):
        charts.small_multiples(table, columns, caption("s"), panel="body", period="year", value="amount")


@pytest.mark.parametrize(("value", "said"), [(0, "0%"), (0.025, "2.5%"), (0.05, "5%"), (0.2, "20%")])
def test_an_axis_says_a_half_per_cent(value: float, said: str) -> None:
    assert words.on_axis(value, "share") == said


def test_a_chart_has_one_unit():
    table = pd.DataFrame({"body": ["A", "B", "C", "D"], "spent": [2.78e9, 4.3e7, 557_100.0, 390.0]})
    columns = {"body": Column("Body"), "spent": Column("Spent", "money")}
    assert words.labels(table, columns, "spent") == ["£2,780m", "£43m", "£0.6m", "<£0.1m"]
    england = table.assign(spent=table["spent"] * 100)
    assert words.labels(england, columns, "spent") == ["£278bn", "£4.3bn", "£0.1bn", "<£0.1bn"]


def test_what_nearly_all_figures_are_is_not_marked_at_each():
    columns = {"body": Column("Body"), "spent": Column("Spent", "money", marker="flag")}
    table = pd.DataFrame({"body": ["A", "B", "C"], "spent": [2e7, 3e7, 4e7], "flag": ["e", "e", ""]})
    assert words.labels(table, columns, "spent") == ["£20m", "£30m", "£40m"]
    assert words.labels(table.assign(flag=["e", "", ""]), columns, "spent")[0] == "£20m [e]"
