"""A made-up executed notebook with real exhibits and hostile names, for the tests of pages and downloads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import nbformat.v4 as v4
import pandas as pd
from nbformat import NotebookNode

from totalplace_lib.present.charts import bars, stacked_share_bar, waterfall
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.opening import Finding, KeyFigure, Opening
from totalplace_lib.publish.record import ReportMeta

MARKER_IN_CODE = "marker_that_must_never_be_seen_by_a_reader"
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "=cmd|' /C calc'!A0",
    "+44 Payments & Sons </td></table>",
    "Bell\x07 and \u202eright to left\u202c override",
    "הרשות המקומית של תל אביב",
    "Partnership for the joint commissioning of health, housing and social care services " * 3,
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
)
META = ReportMeta(
    place="toytown",
    place_name="Toytown",
    report="count",
    title="Whole-area count: Toytown, 2008-09",
    year="2008-09",
    parameters={"place": "toytown", "year": "2008-09", "prices": "cash"},
    library_version="0.1.0",
    data_version="4f3a2c1b",
    stem="count-2008-09",
)

SHARED = {"by-body": "All public spending in Toytown: £7.5 billion, between £7.3 and £7.7 billion."}


def opening() -> Opening:
    """The first screen."""
    return Opening(
        "£7.5 billion of public money was spent in Toytown in 2008-09: £7,400 a head.",
        (
            Finding(
                "Councils spend a third of it.", "The council spends £2.4 billion and passes on £0.3 billion."
            ),
            Finding("Benefits are the largest single stream.", "£2.1 billion reaches residents directly."),
            Finding(
                "One pound in five is for the council to decide.",
                "The rest is ring-fenced or decided elsewhere.",
            ),
        ),
        (
            KeyFigure("All public spending", "£7.5 billion", "90% range £7.3 to £7.7 billion"),
            KeyFigure("Spending a head", "£7,400", "England £6,800"),
            KeyFigure("Population, mid-2008", "1,019,200", "residents"),
            KeyFigure("Cannot be placed", "£0.4 billion", "shown, never spread"),
        ),
    )


def by_body() -> Exhibit:
    """Bars with a wide table: nine columns, a gap, an estimate, a figure that rounds to zero."""
    names = [
        "Toytown Council",
        "Department for Work and Pensions",
        "Toytown Primary Care Trust",
        "Toytown Police",
    ]
    amounts = [2_321_000_000.0, 2_100_000_000.0, 1_650_000_000.0, 430_000_000.0]
    table = pd.DataFrame(
        {
            "body_name": names,
            "amount_gbp": amounts,
            "current_gbp": [1_900_000_000.0, 2_100_000_000.0, 1_600_000_000.0, None],
            "capital_gbp": [421_000_000.0, 0.0, 50_000_000.0, 12_345.67],
            "per_head_gbp": [2277.3, 2060.4, 1618.9, 421.9],
            "share": [0.357, 0.323, 0.254, 0.066],
            "programme_name": ["Local government", "Benefits", "Health", "Policing and public order"],
            "method": ["actual", "actual", "actual", "apportioned"],
            "marker": ["", "", "", "e"],
        }
    )
    columns = {
        "body_name": Column("Body"),
        "programme_name": Column("Programme"),
        "amount_gbp": Column("Spending", "money", marker="marker"),
        "current_gbp": Column("Current", "money"),
        "capital_gbp": Column("Capital", "money"),
        "per_head_gbp": Column("A head", "per_head"),
        "share": Column("Share", "share"),
        "method": Column("Method"),
    }
    caption = Caption(
        "by-body",
        "Three bodies spend nine pounds in ten",
        "Public spending by body, Toytown, 2008-09, £ million",
        "Made-up figures, Toy Office",
        ("Housing benefit is counted with the council, which pays it.",),
    )
    return bars(table, columns, caption, label="body_name", value="amount_gbp")


def by_supplier() -> Exhibit:
    """Bars whose names would break a page, a workbook or a CSV that does not escape."""
    table = pd.DataFrame({"supplier_name": HOSTILE, "amount_gbp": [9e6 - 1e6 * place for place in range(8)]})
    columns = {"supplier_name": Column("Supplier"), "amount_gbp": Column("Paid", "money")}
    caption = Caption(
        "by-supplier",
        f"{HOSTILE[0]} is paid most",
        "Payments by supplier, Toytown, 2008-09",
        "Made-up figures, Toy Office",
    )
    return bars(table, columns, caption, label="supplier_name", value="amount_gbp")


def by_control() -> Exhibit:
    """Parts of a whole."""
    table = pd.DataFrame(
        {
            "control": [
                "Council discretionary",
                "Council ring-fenced",
                "Other local body",
                "National entitlement",
            ],
            "amount_gbp": [1_500_000_000.0, 821_000_000.0, 2_080_000_000.0, 2_100_000_000.0],
        }
    )
    columns = {"control": Column("Who decides"), "amount_gbp": Column("Spending", "money")}
    caption = Caption(
        "by-control",
        "The council decides on a quarter of the money",
        "Public spending by local control, Toytown, 2008-09",
        "Made-up figures, Toy Office",
    )
    return stacked_share_bar(table, columns, caption, label="control", value="amount_gbp", is_ordered=True)


def ledger() -> Exhibit:
    """From what reaches the region to what is counted."""
    table = pd.DataFrame(
        {
            "step": ["All spending", "Transfers removed", "Spent elsewhere", "Counted for Toytown"],
            "change_gbp": [9_100_000_000.0, -1_200_000_000.0, -400_000_000.0, 7_500_000_000.0],
        }
    )
    columns = {"step": Column("Step"), "change_gbp": Column("Change", "money")}
    caption = Caption(
        "ledger",
        "£1.6 billion is taken out so that nothing is counted twice",
        "Ledger of the count, Toytown, 2008-09",
        "Made-up figures, Toy Office",
    )
    return waterfall(table, columns, caption, label="step", change="change_gbp")


def exhibits() -> list[Exhibit]:
    """All exhibits of the report, in the order of the page."""
    return [by_body(), by_control(), ledger(), by_supplier()]


def shows(data: dict[str, Any]) -> NotebookNode:
    """A code cell that displays one output."""
    return v4.new_code_cell(f"show()  # {MARKER_IN_CODE}", outputs=[v4.new_output("display_data", data=data)])


def executed_notebook() -> NotebookNode:
    """The notebook as papermill leaves it."""
    drawn = [replace(exhibit, shared_with=SHARED.get(exhibit.slug, "")) for exhibit in exhibits()]
    body, control, steps, supplier = (shows(exhibit._repr_mimebundle_()) for exhibit in drawn)
    parameters = v4.new_code_cell(f"place = 'x'  # {MARKER_IN_CODE}", metadata={"tags": ["parameters"]})
    internal = shows({"text/html": "<p>for the analyst only</p>"})
    internal.metadata["tags"] = ["internal"]
    return v4.new_notebook(
        cells=[
            v4.new_markdown_cell(
                "# All public spending, whoever spends it\n\nCurrent and capital together, in cash."
            ),
            parameters,
            internal,
            shows({"text/html": opening()._repr_html_(), "text/plain": str(opening())}),
            v4.new_markdown_cell(
                "## Who spends it\n\nThe council is the largest *single* spender, yet two pounds in three are spent "
                "by other bodies. Some of them have an office in the place; some do not."
            ),
            body,
            v4.new_markdown_cell("### Who decides\n\nMuch of what the council spends is decided elsewhere."),
            control,
            v4.new_markdown_cell("## How the count closes\n\nEach step says what came in and what went out."),
            steps,
            v4.new_markdown_cell("## Who is paid\n\nNames are as they stand in the file, whatever they are."),
            supplier,
            v4.new_markdown_cell(
                "## What is not known\n\n- [Toy Office](https://example.org/), made-up figures, 2010"
            ),
        ]
    )
