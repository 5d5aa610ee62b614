"""totalplace payments: add, status, shared, transfers, suppliers."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.output import AsCsv, AsJson, check_one_format, print_csv, records, to_json
from totalplace_lib.cli.shared_options import complete_place
from totalplace_lib.cli.working import working
from totalplace_lib.errors import Faults, TotalPlaceError, UsageError

if TYPE_CHECKING:
    import pandas as pd

    from totalplace_lib.analysis.payments import Payments
    from totalplace_lib.payments.proposed import Proposal
    from totalplace_lib.payments.store import Added

commands = typer.Typer(
    help="Payments that public bodies publish: read their files, and see who buys what from whom.",
    no_args_is_help=True,
)
app.add_typer(commands, name="payments")

Where = Annotated[
    str,
    typer.Argument(
        metavar="PLACE", help="A place; the bodies of it that are held.", autocompletion=complete_place
    ),
]
OptionalWhere = Annotated[
    str,
    typer.Argument(
        metavar="[PLACE]",
        help="A place; without one, name bodies with --body.",
        autocompletion=complete_place,
    ),
]
Bodies = Annotated[
    list[str] | None, typer.Option("--body", help="A body, instead of those of a place; several times.")
]
InYear = Annotated[
    str | None,
    typer.Option("--year", "-y", help="Financial year, such as 2023-24; all that is held without."),
]
Cluster = Annotated[
    str,
    typer.Option(
        "--cluster", metavar="ADDRESS", help="Dask scheduler whose workers add up: tcp://scheduler:8786."
    ),
]
Most = Annotated[int, typer.Option("--limit", min=1, help="How many rows are listed.")]


@commands.command("add")
def add(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="csv, xlsx, xls, ods, also in gz or zip.")
    ],
    body: Annotated[str, typer.Option("--body", help="Who paid, where the file does not say.")] = "",
    mapped: Annotated[
        list[str] | None, typer.Option("--map", metavar="FIELD=HEADING", help="Which column a field is.")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask where every required field was found for sure.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Read files of payments into the store: every row accepted, or set aside with its line and the reason."""
    wanted = _wanted(mapped or [])
    done: list[Added] = []
    faults: list[TotalPlaceError] = []
    for path in files:
        try:
            done += _add_one(path, body, wanted, yes=yes, is_quiet=as_json or as_csv)
        except Faults as several:
            faults += several.faults
        except TotalPlaceError as fault:
            faults.append(fault)
    _show_added(done, as_json=as_json, as_csv=as_csv)
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise Faults("Files that were not read", faults)


def _wanted(mapped: Sequence[str]) -> dict[str, str]:
    wrong = [text for text in mapped if "=" not in text]
    if wrong:
        raise UsageError(f"--map {wrong[0]}: write FIELD=HEADING, such as --map amount='Net Amount'.")
    return {field.strip(): heading.strip() for field, heading in (text.split("=", 1) for text in mapped)}


def _add_one(path: Path, body: str, wanted: Mapping[str, str], *, yes: bool, is_quiet: bool) -> list[Added]:
    from totalplace_lib.payments import confirmed, proposed, store

    with tempfile.TemporaryDirectory(prefix="totalplace-") as folder:
        with working(f"Looking at {path.name}"):
            proposals = store.propose(path, Path(folder), body=body, wanted=wanted)
        if not is_quiet:
            print("\n".join(line for one in proposals for line in _in_words(one)))
        proposed.check_sure(proposals)
        if not yes:
            _confirm(path)
        with working(f"Reading {path.name}"):
            done = store.add_all(path, proposals)
        if not yes:
            confirmed.keep(one.mapping for one in proposals)
    return done


def _in_words(one: Proposal) -> list[str]:
    body = one.body.name or (f"column {one.body.column + 1}" if one.body.column is not None else "not known")
    return [
        f"{one.part} ({one.part.encoding})",
        f"  paid by: {body}",
        *(f"  {line}" for line in one.mapping.lines()),
    ]


def _confirm(path: Path) -> None:
    if not sys.stdin.isatty():
        raise UsageError(
            f"{path.name}: is this mapping right? Run it again with --yes, or with --map FIELD=HEADING."
        )
    typer.confirm("Is this right?", abort=True, err=True)


def _show_added(done: Sequence[Added], *, as_json: bool, as_csv: bool) -> None:
    import pandas as pd

    if as_json:
        print(to_json({"files": [asdict(one) for one in done]}))
    elif as_csv:
        print_csv(pd.DataFrame([_row(one) for one in done]))
    else:
        print("\n".join(line for one in done for line in _account(one)))


def _row(one: Added) -> dict[str, Any]:
    account = one.account
    return {
        "file": one.file,
        "part": one.part,
        "body": one.body,
        "encoding": one.encoding,
        "basis": one.basis,
        "rows": account["rows_read"],
        "accepted": account["accepted"],
        "set_aside": account["rejected"],
        "held_before": one.held,
        "accepted_gbp": account["accepted_pence"] / 100,
        "set_aside_gbp": account["rejected_pence"] / 100,
        "not_named": account["withheld"],
        "credits": account["credits"],
        "repeats": account["repeats"],
        "first": account["first"],
        "last": account["last"],
    }


def _account(one: Added) -> list[str]:
    account = one.account
    where = f"{one.file}, {one.part}" if one.part else one.file
    aside = [
        f"  set aside: {count:,} {reason} (GBP {pence / 100:,.2f})"
        for reason, (count, pence) in account["by_reason"].items()
    ]
    total = account["stated_total_pence"]
    agrees = "as" if total == account["accepted_pence"] else "NOT as"
    return [
        f"{where}: {account['rows_read']:,} rows read = {account['accepted']:,} accepted + "
        f"{account['rejected']:,} set aside; "
        f"GBP {account['accepted_pence'] / 100:,.2f} accepted, {account['first']} to {account['last']}",
        *aside,
        *([f"  {agrees} the file's own total, GBP {total / 100:,.2f}"] if total is not None else []),
        *([f"  {one.held:,} of them were held before, from other files"] if one.held else []),
        *([] if one.is_new else ["  the same content is in the store already: nothing was added"]),
    ]


@commands.command("status")
def status(context: typer.Context, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """What is in the store: every file with its rows and amounts."""
    check_one_format(context)
    from totalplace_lib.payments import store

    done = store.added()
    if not done and not (as_json or as_csv):
        print("No payments have been added yet: totalplace payments add FILE.")
        return
    _show_added(done, as_json=as_json, as_csv=as_csv)


def _question(name: str, says: str, main: str, tables: Callable[[Payments], dict[str, pd.DataFrame]]) -> None:
    """A command that asks the payments of a place or of bodies; main: the table that --csv gives."""

    @commands.command(name, help=says)
    def asked(
        context: typer.Context,
        place: OptionalWhere = "",
        body: Bodies = None,
        year: InYear = None,
        cluster: Cluster = "",
        limit: Most = 20,
        as_json: AsJson = False,
        as_csv: AsCsv = False,
    ) -> None:
        check_one_format(context)
        found = _payments(place, body, year, cluster)
        _show(found, tables(found), main, limit, as_json=as_json, as_csv=as_csv)


def _shared(found: Payments) -> dict[str, pd.DataFrame]:
    from totalplace_lib.analysis import payments as analysis

    return {
        "by_body": analysis.by_body(found.spending),
        "shared": analysis.shared_suppliers(found.spending.paid),
        "joinable": analysis.joinable(found.spending),
    }


def _transfers(found: Payments) -> dict[str, pd.DataFrame]:
    from totalplace_lib.analysis import payments as analysis
    from totalplace_lib.project import read_config

    paid, rules = found.spending.paid, read_config("payments/transfers.csv")
    return {
        "to_public_bodies": analysis.to_public_bodies(paid),
        "beside_transfers": analysis.beside_transfers(paid, read_config("transfers.csv"), rules),
    }


def _suppliers(found: Payments) -> dict[str, pd.DataFrame]:
    from totalplace_lib.analysis import payments as analysis

    return {"suppliers": analysis.by_supplier(found.spending.paid)}


_question(
    "shared", "Suppliers that two or more bodies of a place pay, and what joining their contracts could rest on.",
    "shared", _shared,
)  # fmt: skip
_question(
    "transfers", "Payments from one public body to another, beside the transfers that the count sets aside.",
    "to_public_bodies", _transfers,
)  # fmt: skip
_question(
    "suppliers", "Every supplier of the bodies of a place under one name, with what it was paid; people are one row.",
    "suppliers", _suppliers,
)  # fmt: skip


def _payments(place: str, body: Sequence[str] | None, year: str | None, cluster: str) -> Payments:
    from totalplace_lib.analysis import payments as analysis

    if bool(place) == bool(body):
        raise UsageError("Name a place, or bodies with --body NAME: one of the two.")
    with working(f"Adding up payments of {place or ', '.join(body or ())}"):
        return (
            analysis.payments(place, year, cluster)
            if place
            else analysis.payments_of(body or (), ", ".join(body or ()), year, cluster)
        )


def _show(
    found: Payments, tables: Mapping[str, pd.DataFrame], main: str, limit: int, *, as_json: bool, as_csv: bool
) -> None:
    if as_json:
        head = {
            "place": found.place,
            "year": found.year,
            "bodies": list(found.bodies),
            "total_gbp": found.total_gbp,
        }
        print(to_json(head | {name: records(table) for name, table in tables.items()}))
    elif as_csv:
        print_csv(tables[main])
    else:
        print(
            f"{found.place}, {found.year}: {', '.join(found.bodies)}; GBP {found.total_gbp:,.2f} in payments published"
        )
        for name, table in tables.items():
            print(f"\n{name.replace('_', ' ').capitalize()} ({min(limit, len(table))} of {len(table):,})")
            print(
                table.head(limit).to_string(
                    index=False, float_format=lambda value: f"{value:,.2f}", na_rep="-"
                )
            )
