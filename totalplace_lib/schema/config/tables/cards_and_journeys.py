"""Contracts of the files of config/ that are no tables: cards of publications, journeys of a person, options."""

from __future__ import annotations

from datetime import date

from totalplace_lib.schema.config import config_columns as c
from totalplace_lib.schema.config.cell_rules import Form, Key, Language, Number
from totalplace_lib.schema.config.contract import Column, FileContract
from totalplace_lib.schema.config.facts import Data, Facts
from totalplace_lib.schema.config.fault import nearest
from totalplace_lib.schema.config.tables.divisions import DIVISIONS
from totalplace_lib.schema.config.tables.options import OPTIONS

QUALITIES = ("official", "third-party extraction", "research")
_LANDING = Form(r"https?://\S.*", "an address that begins with https://")


def _day(text: str, facts: Facts | None) -> str:
    try:
        return (
            ""
            if len(text) == 10 and date.fromisoformat(text)
            else f"'{text}' is not a day such as 2024-12-12"
        )
    except ValueError:
        return f"'{text}' is not a day such as 2024-12-12"


_DAY = Language(_day, "a day such as 2024-12-12")

CARDS = FileContract(
    "sources",
    "Cards of publications",
    "One file for each publication: who made it, its licence, and the hash of each of its files.",
    (
        c.text("id", "Name of the card: that of its file"),
        c.text("producer", "Who published it"),
        c.text("title", "Title of the publication"),
        c.text("landing_page", "Page of the publication", _LANDING),
        c.text("licence", "Licence under which it may be used"),
        c.text("attribution", "The words that the licence asks for"),
        c.text("published", "Day on which it was published", _DAY, empty="it does not say"),
        c.text("accessed", "Day on which it was fetched", _DAY, empty="not known"),
        c.text("not_held", "Years that were published but are not held, and why", empty="none"),
    ),
    {
        "files": (
            c.text("path", "Where it lies in the folder of publications", Form(r"(?!.*\.\.)[^/\\].*", "a path inside")),
            c.text("sha256", "Digest of the file", Form(r"[0-9a-f]{64}", "64 hexadecimal digits")),
            c.text("bytes", "Size of the file", Number(1, 1e12, whole=True)),
            c.text("rows", "Records under the headings of a text file", Number(0, 1e9, whole=True), empty="a workbook"),
            Column("sheets", "Sheets that a workbook shows", (), may_be_empty=True, empty="none", many=True),
            c.text("years", "Years that it holds"),
            c.word("quality", "Whose file it is", *QUALITIES),
            c.text("file_url", "Address of the file itself", empty="not known"),
            c.text("obtained_from", "Where it was found, if not there", empty="from its page"),
            c.text("published", "Day that the file says it was published", _DAY, empty="it does not say"),
        )
    },
    named_after="id",
    elsewhere=("whole",),  # what a whole publication is: totalplace_lib/sources/whole.py, docs/guards.md
)  # fmt: skip

_UNIT_COSTS = Data("unit_costs", "code")


def _cost(text: str, facts: Facts | None) -> str:
    """A code of the unit cost database, or of PSS-EX1 as "PSS-EX1 service, client group"."""
    known = facts.values((_UNIT_COSTS,)) if facts else None
    care = facts.rows("adult_care_costs", ("service", "client_group")) if facts else None
    if known is None or care is None:
        return ""
    codes = {*known, *(f"PSS-EX1 {row['service']}, {row['client_group']}" for row in care)}
    if text in codes:
        return ""
    close = nearest(text, sorted(codes))
    return f"no published unit cost is called '{text}'" + (f"; nearest: '{close}'" if close else "")


_CONTACT = (
    c.text("month", "Month in which it begins", Number(1, 12, whole=True)),
    c.text("body", "Body that makes the contact"),
    c.text("service", "What is done"),
    c.text("kind", "Kind of contact: the same kind at two bodies is a duplicate"),
    c.text("volume", "How many units", Number(0.001, 1e6)),
    c.text("unit", "What one unit is, as published"),
    c.text("unit_cost", "Code of the published unit cost", Language(_cost, "a published unit cost")),
    c.word("saves", "What less of it would free", "cash", "capacity"),
)

JOURNEYS = FileContract(
    "journeys",
    "Journeys",
    "One person's year: every contact with a body now and in a redesigned service, with published unit costs.",
    (
        c.text("name", "Name of the journey"),
        Column("themes", "Themes whose deep dives show it as one person", (Key((c.THEMES,)),), many=True),
        c.text("person", "The person and the year, in words"),
        c.text("basis", "Where the volumes come from"),
        c.text("redesign", "What the redesign changes"),
    ),
    {"now": _CONTACT, "redesigned": _CONTACT},
)

FILES = (CARDS, JOURNEYS, OPTIONS, DIVISIONS)
