"""How places and counts show themselves in a notebook.

The methods are not on the classes: count/ knows no HTML and imports nothing from here. The package registers these
functions with the notebook by the names of the classes (see totalplace_lib/__init__.py), so nothing is loaded before
it is shown.
"""

from __future__ import annotations

from totalplace_lib.count.whole_area import Count
from totalplace_lib.model import Place
from totalplace_lib.present.columns import Column
from totalplace_lib.present.html_table import html_table
from totalplace_lib.present.numbers import money, pounds
from totalplace_lib.present.text import escape


def count_html(count: Count) -> str:
    """The total, the groups of bodies, and where the rest of a count is found."""
    total = (
        f"{count.place.name}, {count.year}: {money(count.total_gbp)} of public money, "
        f"{pounds(count.per_head_gbp)} for each of {count.population:,.0f} residents (cash, lens {count.lens})"
    )
    columns = {
        "spender_group": Column("Group of bodies"),
        "amount_gbp": Column("Spending", "money"),
        "share": Column("Share of the total", "share"),
    }
    table = html_table(count.by("spender_group"), columns, total, f"count-{count.place.slug}-{count.year}")
    more = (
        "<p>More: <code>count.lines</code> (every line with its source), <code>count.by('function')</code>, "
        "<code>count.ledger</code>, <code>count.unallocated</code>, <code>count.removed</code></p>"
    )
    return f"{table}\n{more}"


def place_html(place: Place) -> str:
    """Name, kind, boundaries and areas of a place."""
    listed = ", ".join(place.areas[:8]) + (
        f" and {len(place.areas) - 8} more" if len(place.areas) > 8 else ""
    )
    return (
        f"<p><strong>{escape(place.name)}</strong> ({escape(place.kind)}), slug <code>{escape(place.slug)}</code>: "
        f"{len(place.areas)} areas on the boundaries of {place.vintage}: {escape(listed)}</p>"
    )
