"""The letter that asks a body for its return: an e-mail draft with the form attached."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

from totalplace_lib.analysis.returns import Collection
from totalplace_lib.present.numbers import money
from totalplace_lib.present.text import clean


def letter_to(found: Collection, body: str, narrower_gbp: float, due: str, forms: Sequence[Path]) -> bytes:
    """An e-mail draft to a body, with the form attached in both formats."""
    place, year = found.asked.name, found.asked.year
    lines = found.asked.of(body)
    low, high = found.asked.ranges[body]
    message = EmailMessage()
    message["Subject"] = f"Spending of {clean(body)} on {clean(place)}, {year}: please look at our estimate"
    message["X-Unsent"] = "1"  # mail programs open it as a draft
    width = found.after.high_gbp - found.after.low_gbp
    message.set_content(
        f"Dear colleague,\n\nWe are adding up what public bodies spend on {place} in {year}. For {body} our "
        "figure is "
        f"{money(float(lines['estimate_gbp'].sum()))}, and it may lie between {money(low)} and {money(high)}: "
        "most of it is a share of a wider "
        "total.\n\nYour own figure would replace the estimate. Of all bodies still to answer yours is among "
        "those that matter most: it would "
        f"make the range of the whole total, {money(width)} wide, narrower by {money(narrower_gbp)}.\n\nThe "
        "form is attached as .xlsx and "
        ".ods, filled in with our estimate of each line. One figure for the whole body is a help already; it "
        "takes the first row of the "
        f"sheet 'Spending'. You say in the form who may see your figures.\n\n"
        f"{f'Please answer by {due}.' if due else 'Please tell us by when you can answer.'}\n\nWith "
        "thanks,\n[name, body, telephone]\n"
    )
    kinds = {
        ".xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".ods": "vnd.oasis.opendocument.spreadsheet",
    }
    for path in forms:
        message.add_attachment(
            path.read_bytes(), maintype="application", subtype=kinds[path.suffix], filename=path.name
        )
    return message.as_bytes()
