"""Contracts of payments/: how a file of payments is understood, and which payees are public bodies or people."""

from __future__ import annotations

import re
from datetime import datetime

from totalplace_lib.schema.config import config_columns as c
from totalplace_lib.schema.config import rows
from totalplace_lib.schema.config.cell_rules import Form
from totalplace_lib.schema.config.contract import Contract
from totalplace_lib.schema.config.facts import Facts, In, Row

# fmt: off
FIELDS = ("body", "date", "period", "year", "payee", "amount", "debit", "credit", "department", "service", "purpose",
          "category", "supplier_number", "transaction", "other")
KINDS = ("redaction", "total", "legal form", "trading", "organisation", "weak", "title", "rank", "known", "voluntary")
BODY_KINDS = ("department", "agency", "council", "combined authority", "health body", "police", "fire and rescue",
              "transport", "waste", "national park", "pension fund", "public corporation", "parish or town council")
_PLAIN = Form(r"[a-z0-9*]+( [a-z0-9*]+)*", "lower case letters and digits with single spaces; * stands for anything")


def _fits_its_example(row: Row, facts: Facts) -> bool:
    """Whether the example of a date style is written in it."""
    form, example = row["form"], row["example"]
    if form == "serial":
        return len(example) == 5 and example.isdigit()
    if form == "fy period":
        return re.fullmatch(r"20\d\d/\d\d P\d\d", example) is not None
    if form == "yyyymm":
        return len(example) == 6 and example.isdigit() and "01" <= example[4:] <= "12"
    try:
        return bool(datetime.strptime(example, form))
    except ValueError:
        return False


HEADINGS = Contract(
    "payments/headings.csv", "Headings of payment files",
    "What each column of a file of payments is, by its heading; the highest score wins, and content has to agree.",
    (c.word("field", "What such a column is; other is none of the fields", *FIELDS),
     c.text("heading", "The heading in plain words; a pound sign counts as gbp", _PLAIN),
     c.number("score", "How sure it is", 1, 101, whole=True),
     c.word("basis", "Whether such an amount is net or gross of VAT", "net", "gross", empty="it does not say")),
    key=("field", "heading"), example="payee,name of contractor,90,")

DATES = Contract(
    "payments/dates.csv", "Date styles of payment files",
    "How dates are written; the first style that fits a cell wins.",
    (c.text("style", "The style in words"),
     c.text("form",
            "As Python writes it (strptime), serial for Excel's days, yyyymm for a year and month or period, fy "
            "period for a period that says its financial year",
            Form(r"serial|yyyymm|fy period|(%[dmYybB][ ,./-]*){2,3}",
                 "serial, yyyymm, fy period or a form such as %d/%m/%Y")),
     c.word("order", "In what order day and month stand; the two orders are never mixed in a column", "any",
            "day first", "month first"),
     c.word("precision", "Whether it says a day or a month", "day", "month"),
     c.text("example", "A date in this style")),
    key=("style",),
    row_rules=(rows.distinct("form"),
               rows.each("example", "a date that is written in the form of its row", _fits_its_example)),
    example='"British, underscores",%d_%m_%Y,day first,day,31_03_2024')

WORDS = Contract(
    "payments/words.csv", "Words in payment files",
    "Words that tell redactions, totals, legal forms, organisations, people and charities.",
    (c.word("kind", "What the word tells", *KINDS),
     c.text("word", "The word; * stands for anything in redaction, total and voluntary")),
    key=("kind", "word"), example="redaction,payee not shown")

NAMES = Contract(
    "payments/names.csv", "Names of people",
    "First and last names, against which a payee is held in whose name nothing speaks of an organisation.",
    (c.word("kind", "First or last name", "first", "last"),
     c.text("name", "The name in letters a to z", Form(r"[a-z]+", "letters a to z in lower case"))),
    key=("kind", "name"), example="first,zebulon")

PUBLIC_BODIES = Contract(
    "payments/public_bodies.csv", "Public bodies in payment files",
    "Public bodies as payers and payees, under the names that ledgers use. Councils are in the register of areas.",
    (c.text("name", "The name as it is met; * stands for anything"),
     c.text("body", "The body; a * is what the last star of the name stood for"),
     c.word("kind", "What kind of body it is", *BODY_KINDS)),
    key=("name",), example="HS2*,High Speed Two,agency")

COMBINED = Contract(
    "payments/combined_authorities.csv", "Members of combined authorities",
    "Areas of the members of each combined authority, for the payments of a place.",
    (c.text("body", "The combined authority, as payments name it"),
     c.text("area_code", "Area of a member, in any year", Form(r"E0[6-9]\d{6}", "a code such as E08000025")),
     c.note("note", "The member's name")),
    key=("body", "area_code"), example="West Midlands Combined Authority,E08000031,City of Wolverhampton Council")

PASSES = Contract(
    "payments/transfers.csv", "Transfers in payments",
    "Between which kinds of body each transfer passes, so that payments can stand beside it.",
    (c.key("transfer", "The transfer (transfers.csv)", In("transfers.csv", "transfer")),
     c.word("payer_kind", "Kind of the body that pays", *BODY_KINDS),
     c.word("payee_kind", "Kind of the body that is paid", *BODY_KINDS)),
    key=("transfer", "payer_kind", "payee_kind"), example="waste-levy,council,combined authority")

MAPPINGS = Contract(
    "made/payment_mappings.csv", "Mappings of payment files",
    "Columns of payment files that a person confirmed, by the headings of the file.",
    (c.text("headings", "Which headings: the start of their digest", Form(r"[0-9a-f]{16}", "16 hexadecimal digits")),
     c.word("field", "The field", *FIELDS[:-1]),
     c.text("heading", "The heading of its column, as published")),
    key=("headings", "field"), example="0123456789abcdef,amount,Line Amount", made_by="totalplace payments add",
    may_be_bare=True)

CONTRACTS = (HEADINGS, DATES, WORDS, NAMES, PUBLIC_BODIES, COMBINED, PASSES, MAPPINGS)
