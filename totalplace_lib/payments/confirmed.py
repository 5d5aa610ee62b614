"""Mappings that a person confirmed, kept in config/made/payment_mappings.csv by the headings of the file."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from totalplace_lib import project
from totalplace_lib.payments.mapping import FieldMap, Head

NAME = "made/payment_mappings.csv"


def kept_mapping(head: Head) -> dict[str, str]:
    """The headings by field that a person confirmed for a file with these headings; {} where none did."""
    rows = project.read_config(NAME)
    mine = rows[rows["headings"] == head.signature]
    return dict(mine[["field", "heading"]].itertuples(index=False, name=None))


def keep(mappings: Iterable[FieldMap]) -> None:
    """Write what was confirmed beside what is kept already; a mapping of the same headings is replaced."""
    rows = project.read_config(NAME)
    known = {(one, field): heading for one, field, heading in rows.itertuples(index=False, name=None)}
    for mapping in mappings:
        known = {key: heading for key, heading in known.items() if key[0] != mapping.head.signature}
        known |= {(mapping.head.signature, name): mapping.heading(name) for name in mapping.fields}
    path = project.own_folder("totalplace payments add") / "config" / NAME
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["headings", "field", "heading"])
        writer.writerows((*key, heading) for key, heading in sorted(known.items()))
