"""Exhibit of what pilots found about a theme, multiplied by the money or the people of this place."""

from __future__ import annotations

from totalplace_lib.analysis.findings import findings
from totalplace_lib.analysis.themes import Themed
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import Caption, Exhibit
from totalplace_lib.present.note import Absent, Note
from totalplace_lib.present.numbers import count, money, plural
from totalplace_lib.present.sentences import small


def findings_here(theme: str, name: str, whole: Themed) -> Exhibit | Note:
    """Each finding with what it would be here. theme: its slug;  name: its name."""
    table = findings(theme, whole)
    place, year = whole.count.place.name, str(whole.count.year)
    if table.empty:
        return Absent(f"No finding of a pilot about {small(name)} is known that has a figure.")
    known = table[table["here_gbp"].notna()]
    sized = count(len(known)) if len(known) else "none"
    headline = f"{plural(len(table), 'finding')} of pilots, {sized} with a size here"
    if len(known):
        largest = money(float(known["here_gbp"].max()))
        headline += f": the largest is {largest}" if len(known) > 1 else f": {largest}"
    caption = Caption(
        "findings",
        headline,
        f"Findings that pilots published, on the money and people of {place}, {year} prices",
        "As named in each row; Total Place count",
        (
            "A size and no forecast: what was found in one place need not hold in another, and is not corrected for "
            "optimism bias here.",
        ),
    )
    columns = {
        "pilot": Column("Pilot"), "what": Column("What it found"),
        "here_gbp": Column("Here", "money", marker="marker"), "here_is": Column("What that is"),
        "source": Column("Source"),
    }  # fmt: skip
    return Exhibit(
        caption, table, columns, alt="A table of findings of pilots with their size in this place."
    )
