"""Made-up files of payments, and a short way to read one. Every name in them is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from totalplace_lib.payments import accepting, payment_files, proposed

ROWS = (
    ("Toyshire Council", "31/01/2024", "Quillfeather Plumbing Ltd", "1,234.50", "Housing"),
    ("Toyshire Council", "02/01/2024", "Brambleford Care Homes Limited", "£600.00", "Adults"),
    ("Toyshire Council", "15/01/2024", "Northmere Taxis", "-75.25", "Schools"),
    ("Toyshire Council", "16/01/2024", "REDACTED PERSONAL DATA", "800.00", "Adults"),
    ("Toyshire Council", "17/01/2024", "Mrs Zelda Quimby", "950.00", "Adults"),
)
HEADINGS = ("Body Name", "Payment Date", "Supplier Name", "Amount", "Directorate")
PENCE = 123450 + 60000 - 7525 + 80000 + 95000


@dataclass(frozen=True)
class Read:
    """What came of one table of a file."""

    proposal: proposed.Proposal
    account: accepting.Account
    accepted: pd.DataFrame
    rejected: pd.DataFrame


def read_all(
    path: Path, work: Path, *, body: str = "", wanted: Mapping[str, str] | None = None
) -> list[Read]:
    """Every table of a file, as --yes reads it."""
    work.mkdir(exist_ok=True)
    found = []
    for part in payment_files.parts(path, work):
        proposal = proposed.propose(part, body=body, wanted=wanted)
        proposed.check_sure([proposal])
        with duckdb.connect() as con:
            account = accepting.read(con, proposal, work)
            accepted = con.execute("SELECT * FROM accepted ORDER BY line").df()
            rejected = con.execute("SELECT * FROM rejected ORDER BY line").df()
        found.append(Read(proposal, account, accepted, rejected))
    return found


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def lines(*rows: tuple[str, ...], divider: str = ",") -> str:
    """Rows as CSV, each cell in quotation marks where it needs them."""

    def cell(text: str) -> str:
        doubled = text.replace('"', '""')
        return f'"{doubled}"' if divider in text or '"' in text else text

    return "".join(divider.join(map(cell, row)) + "\r\n" for row in rows)
