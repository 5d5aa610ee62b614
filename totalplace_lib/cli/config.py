"""totalplace config check, totalplace config readme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from totalplace_lib.cli import EXIT_CODES, app
from totalplace_lib.cli.output import AsJson, to_json
from totalplace_lib.cli.working import working
from totalplace_lib.errors import ConfigError, Faults

if TYPE_CHECKING:
    import pandas as pd

    from totalplace_lib.analysis.config_check import DeadRule
    from totalplace_lib.analysis.config_versions import RowChange
    from totalplace_lib.analysis.rule_tables import RuleTable
    from totalplace_lib.schema.config import ConfigFault

MOST = 40  # rows of a list that a person is shown; --json has all
config = typer.Typer(
    help="Check the tables of config/ and see what an edit of them moves.", no_args_is_help=True
)
app.add_typer(config, name="config")


@config.command("check", epilog=EXIT_CODES)
def check(
    against: Annotated[
        str,
        typer.Option(metavar="REVISION", help="Instead: what the edits since a revision of git (HEAD) move."),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Prove every table of config/; list rules that never win and money that only a catch-all rule holds.

    With --against: which rows were edited since, and which places and totals that moves.
    """
    if against:
        _against(against, as_json)
    else:
        _check(as_json)


@config.command("readme", epilog=EXIT_CODES)
def readme(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; prove that the page is what the contracts say.")
    ] = False,
) -> None:
    """Write config/README.md from the contracts of the tables: each column, what may stand there, an example."""
    from totalplace_lib.project import config_path
    from totalplace_lib.schema.config import readme as pages

    path = config_path(pages.PAGE)
    if not check:
        path.write_text(pages.page(), encoding="utf-8")
        print(f"config/{pages.PAGE}")
    elif not path.is_file() or path.read_text(encoding="utf-8") != pages.page():
        raise ConfigError(
            f"config/{pages.PAGE} is not what the contracts say. Run 'totalplace config readme'."
        )
    else:
        print(f"config/{pages.PAGE} is what the contracts say.")


def _check(as_json: bool) -> None:
    from totalplace_lib.analysis import config_check, rule_tables
    from totalplace_lib.national.years import years
    from totalplace_lib.project import check_config

    faults = check_config()
    if faults:
        if as_json:
            print(to_json({"faults": [_fault(fault) for fault in faults]}))
        raise Faults("config/ is not as its contracts say", faults)

    with working("Lines of each year", len(years()) + 1) as shown:
        tables = rule_tables.rule_tables(rule_tables.all_kinds(lambda year: shown.step(f"Lines of {year}")))
        shown.step("Rules")
        dead, left = config_check.dead_rules(tables), config_check.left_to_catch_alls(tables)
        unnamed = config_check.without_rule(tables)
    if as_json:
        print(to_json({"faults": [], **config_check.as_record(tables, dead, left, unnamed)}))
    else:
        _show(tables, dead, config_check.by_year(left))
        _show_unnamed(unnamed)
    wrong = [rule for rule in dead if not rule.kept]
    if wrong:
        raise Faults(
            "Rules of config/ that never win. Take them out, move them above what beats them, or say in a column "
            f"'{config_check.KEPT}' why they stay",
            [ConfigError(str(rule)) for rule in wrong],
        )


def _fault(fault: ConfigFault) -> dict[str, Any]:
    names = ("file", "row", "column", "found", "expected", "nearest", "cause")
    return {**{name: getattr(fault, name) for name in names}, "says": str(fault)}


def _show(tables: Sequence[RuleTable], dead: Sequence[DeadRule], left: pd.DataFrame) -> None:
    rules = sum(len(table.rules) for table in tables)
    print("Every table of config/ is as its contract says.")
    print(f"{rules:,} rules in {len({table.name for table in tables})} tables.")
    for rule in dead:
        print(f"  {rule}{f' Kept: {rule.kept}' if rule.kept else ''}")
    print(f"{len(dead)} of them never win." if dead else "Every rule decides for a line in some year.")
    print("Money that only a catch-all rule holds, by table and year (GBP, % of what the table decides for):")
    for row in left.itertuples():
        print(f"  {row.table:28} {row.year} {row.amount_gbp:18,.0f} {row.share:6.1%}  mostly {row.largest}")


def _show_unnamed(unnamed: pd.DataFrame) -> None:
    """Segments that no rule names: year, money, department, code, programme, and the nearest rule."""
    print(f"Segments of the Treasury without a rule, under the last row of lines/central.csv: {len(unnamed)}")
    for row in unnamed.head(MOST).itertuples():
        what = f"{row.department}, {row.segment}, {row.programme}"
        print(f"  {row.year} {row.amount_gbp:16,.0f} {row.share:7.3%}  {what} (nearest: {row.nearest})")
    if len(unnamed) > MOST:
        print(f"  ... and {len(unnamed) - MOST:,} smaller ones (--json for all)")


def _against(revision: str, as_json: bool) -> None:
    from totalplace_lib.analysis import config_moves, config_versions
    from totalplace_lib.project import cache_path, home

    with config_versions.project_at(home(), revision, cache_path()) as before:
        edits = config_versions.changes(config_versions.contents(before), config_versions.contents(home()))
        years = config_moves.years_moved(before, home(), edits)
        with working("Years under both configs", 2 * len(years)) as shown:
            table = config_moves.difference(
                before, home(), years, lambda year: shown.step(f"{year}, under one of both configs")
            )
    if as_json:
        print(to_json(_record(revision, edits, years, table)))
    else:
        print("\n".join([*_edits_in_words(edits, revision), *_moves_in_words(table, years, bool(edits))]))


def _record(
    revision: str, edits: Sequence[RowChange], years: Sequence[str], table: pd.DataFrame
) -> dict[str, Any]:
    return {
        "against": revision,
        "edits": [vars(edit) for edit in edits],
        "years_counted": list(years),
        "moved": table.astype(object).where(table.notna(), None).to_dict("records"),
    }


def _edits_in_words(edits: Sequence[RowChange], revision: str) -> list[str]:
    """The rows that differ, a table after the other."""
    if not edits:
        return [f"Nothing in config/ was edited since {revision}."]
    sign = {"added": "+", "removed": "-"}
    files = sorted({edit.file for edit in edits})
    lines = [f"Edited since {revision}: {', '.join(files)}"]
    lines += [f"  {sign[edit.change]} {edit.file}, row {edit.row}: {edit.text}" for edit in edits[:MOST]]
    return [
        *lines,
        *([f"  ... and {len(edits) - MOST:,} more (--json for all)"] if len(edits) > MOST else []),
    ]


def _moves_in_words(table: pd.DataFrame, years: Sequence[str], is_edited: bool) -> list[str]:
    """Of each figure that moves: before, after, difference; the largest of each year."""
    if not is_edited:
        return []
    if table.empty:
        counted = f"counted for {len(years)} years" if years else "no line of any year is decided otherwise"
        return [
            f"No total moves: England, regions, places and parts of England's money stay as they were ({counted})."
        ]
    lines = [f"{len(table):,} figures move; years counted: {', '.join(years)}."]
    for (what, year), rows in table.groupby(["what", "year"], sort=False):
        largest = rows.reindex(rows["difference_gbp"].abs().sort_values(ascending=False, kind="stable").index)
        lines.append(f"{year}, {what}: {len(rows)} move")
        lines += [_move(row) for row in largest.head(10 if what == "place" else 5).itertuples()]
    return lines


def _move(row: Any) -> str:
    """One line of config_moves.MOVED."""
    amounts = (row.before_gbp, row.after_gbp)
    shown = [f"{amount:22,.2f}" if amount == amount else f"{'-':>22}" for amount in amounts]
    return f"  {row.name:45} {' '.join(shown)} {row.difference_gbp:+20,.2f}"
