"""Contract of the reports that a batch can make."""

from __future__ import annotations

import re

from totalplace_lib.schema.config import config_columns as c
from totalplace_lib.schema.config import rows
from totalplace_lib.schema.config.cell_rules import Each, Form, Number, Words
from totalplace_lib.schema.config.contract import Contract
from totalplace_lib.schema.config.facts import Facts, Files, Row

PARAMETERS = (
    "place", "year", "theme", "journey", "prices", "saving", "others", "share", "first", "last", "base", "by",
    "returns", "into",
)  # fmt: skip
PREPARED = ("count", "editions", "funding", "theme shares", "deep dives", "comparison", "series", "peers")
NAMES = ("place_name", "theme_name", "journey_name")
NOTEBOOKS = Files("notebooks", ".ipynb")


def _notebook_is_there(row: Row, facts: Facts) -> bool:
    known = facts.values((NOTEBOOKS,))
    return not known or row["notebook"].removeprefix("notebooks/").removesuffix(".ipynb") in known


def _named_by_is_told(row: Row, facts: Facts) -> bool:
    return set(row["named_by"].split()) <= set(row["parameters"].split())


def _name_is_its_own(row: Row, facts: Facts) -> bool:
    told = {"year": "{year}", "theme": "{theme_name}", "journey": "{journey_name}"}
    return all(word in row["named_by"].split() for word, written in told.items() if written in row["title"])


def _title_is_known(row: Row, facts: Facts) -> bool:
    used = re.findall(r"\{([^}]*)\}", row["title"])
    plain = re.sub(r"\{[^{}]*\}", "", row["title"])
    return set(used) <= {*NAMES, *row["parameters"].split()} and not set("{}") & set(plain)


REPORTS = Contract(
    "reports.csv",
    "Reports",
    "The reports that a batch can make, a row for each.",
    (
        c.name("report", "Name of the report, in commands and files"),
        c.text("notebook", "The notebook that makes it", Form(r"notebooks/[\w-]+\.ipynb", "notebooks/NAME.ipynb")),
        c.text("title", "Title; {place_name}, {theme_name}, {journey_name} and every parameter may be used"),
        c.text("parameters", "What the notebook is told, with spaces between", Each(Words(PARAMETERS))),
        c.text("named_by", "Parameters that are part of the file name", Each(Words(PARAMETERS)), empty="none"),
        c.text("order", "Place in the list", Number(1, 999, whole=True)),
        c.text("prepare", "What is made once, for a whole batch, for all reports that share it",
               Each(Words(PREPARED), ";"),
               empty="nothing"),
        c.word("check", "What refuses a year or theme that the report cannot be made for, before anything runs",
               "year", "theme", "theme year", "capital year", "payments", "returns", "peers", "division",
               empty="nothing is refused"),
    ),
    key=("report",),
    row_rules=(
        rows.each("notebook", "a notebook that is there", _notebook_is_there),
        rows.each("named_by", "parameters that the notebook is told", _named_by_is_told),
        rows.each("named_by", "the year, theme and journey that stand in the title: two reports never share a file",
                  _name_is_its_own),
        rows.each("title", "only {place_name}, {theme_name}, {journey_name} and parameters in braces", _title_is_known),
        rows.distinct("order"),
        rows.distinct("title"),
    ),
    example="series,notebooks/series.ipynb,Over the years: {place_name},place first last base by,,9,series,",
)  # fmt: skip

CONTRACTS = (REPORTS,)
