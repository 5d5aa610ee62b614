"""totalplace returns: template, add, status, history, remove, evidence, letter."""

from __future__ import annotations

import datetime
import getpass
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.output import AsCsv, AsJson, check_one_format, print_csv, records, to_json
from totalplace_lib.cli.shared_options import FIRST_YEAR, YearOption, complete_place
from totalplace_lib.cli.working import working
from totalplace_lib.errors import Faults, TotalPlaceError, UsageError

if TYPE_CHECKING:
    import pandas as pd

    from totalplace_lib.analysis.returns import Collection
    from totalplace_lib.returns.deliveries import Delivery

commands = typer.Typer(
    help="Partners' own figures: ask for them, take them in, see what they do to the count. Kept outside git.",
    no_args_is_help=True,
)
app.add_typer(commands, name="returns")

Where = Annotated[str, typer.Argument(metavar="PLACE", help="The place.", autocompletion=complete_place)]
OptionalWhere = Annotated[
    str, typer.Argument(metavar="[PLACE]", help="The place; all without.", autocompletion=complete_place)
]
Bodies = Annotated[
    list[str] | None,
    typer.Option("--body", help="A body, as the count or config/returns/bodies.csv calls it; several times."),
]
Into = Annotated[Path, typer.Option("--out", "-o", help="Folder to write to.")]
Due = Annotated[
    str, typer.Option("--due", metavar="DAY", help="Day by which the answer is asked for: 2026-01-31.")
]
By = Annotated[str, typer.Option("--by", help="Who does it; the name of the user without.")]
Which = Annotated[
    str,
    typer.Option(
        "--returns", help="Which returns: published, partners (also unpublished), all (also confidential)."
    ),
]


@commands.command("template")
def template(
    place: Where,
    year: YearOption = FIRST_YEAR,
    body: Bodies = None,
    out: Into = Path("returns"),
    due: Due = "",
    by: By = "",
) -> None:
    """Write the form for each body, as .xlsx and .ods, prefilled with our estimates and their ranges."""
    from totalplace_lib.analysis.returns import asked_of
    from totalplace_lib.returns import deliveries

    with working("Counting what is asked"):
        asked = asked_of(place, year)
    bodies = _bodies(asked, body)
    _check_day(due)
    paths = [path for one in bodies for path in _write_forms(asked, one, due, out)]
    deliveries.ask(asked.place, asked.year, bodies, by or getpass.getuser(), due)
    print("\n".join(map(str, paths)))


def _bodies(asked: Any, wanted: Sequence[str] | None) -> list[str]:
    """The bodies named, or every one whose figures are estimates."""
    from totalplace_lib.analysis.returns import expected
    from totalplace_lib.returns import matching

    if not wanted:
        return [str(name) for name in expected(asked)["body"]]
    names = sorted(asked.lines["body"].unique())
    found = {said: matching.body(said, names) for said in wanted}
    faults = [
        UsageError(
            f"No body of {asked.name} in {asked.year} is called '{said}'. Near: "
            f"{'; '.join(matching.near(said, names)) or 'none'}."
        )
        for said, name in found.items()
        if not name
    ]
    if faults:
        raise faults[0] if len(faults) == 1 else Faults("Nothing was written", faults)
    return list(dict.fromkeys(found.values()))


def _check_day(text: str) -> None:
    try:
        datetime.date.fromisoformat(text or "2026-01-31")
    except ValueError:
        raise UsageError(f"--due {text}: write the day as 2026-01-31.") from None


def _write_forms(asked: Any, body: str, due: str, out: Path) -> list[Path]:
    from totalplace_lib.model import slugify
    from totalplace_lib.present import return_form
    from totalplace_lib.present.return_form_ods import write_ods

    stem = f"{asked.place.replace(':', '-')[:60]}-{asked.year}-{slugify(body)[:60]}"
    title = f"Return of {body}: {asked.name}, {asked.year}"
    content = return_form.sheets(asked, body, due)
    paths = [out / f"{stem}.xlsx", out / f"{stem}.ods"]
    try:
        out.mkdir(parents=True, exist_ok=True)
        for path, write in zip(paths, (return_form.write_xlsx, write_ods), strict=True):
            write(path, content, title)
    except OSError as fault:
        raise UsageError(
            f"{out} cannot be written to ({fault.strerror}): choose another folder with --out."
        ) from fault
    return paths


@commands.command("add")
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="xlsx, ods, xls or csv.")],
    partial: Annotated[
        bool, typer.Option("--partial", help="Take the rows that are right, and say which were left out.")
    ] = False,
    sure: Annotated[
        bool, typer.Option("--sure", help="Take figures that look wrong, such as far from our estimate.")
    ] = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Read filled forms into the store. A file is taken whole or not at all; every fault is named with its cell."""
    from totalplace_lib.analysis.returns import asked_of
    from totalplace_lib.returns import deliveries, judging

    done: list[dict[str, Any]] = []
    faults: list[TotalPlaceError] = []
    with working("Reading", len(files)) as now:
        for path in files:
            now.step(f"Reading {path.name[:60]}")
            judged = judging.judge(path, asked_of)
            try:
                returns = judged.taken(is_partial=partial, is_sure=sure)
                made = deliveries.add(path, returns, by or getpass.getuser(), judged.rows)
            except TotalPlaceError as fault:
                faults.append(fault)
                continue
            done.append(_added(path, returns, made, judged.rows))
    print(to_json({"files": done}) if as_json else "\n".join(line for one in done for line in _told(one)))
    if faults:
        raise faults[0] if len(faults) == 1 else _together(faults)


def _together(faults: Sequence[TotalPlaceError]) -> Faults:
    return Faults("Files that were not added", faults)


def _added(
    path: Path, returns: Sequence[Any], made: Delivery | None, left_out: Sequence[str]
) -> dict[str, Any]:
    bodies = [
        {
            "place": one.place,
            "year": one.year,
            "body": one.body,
            "status": one.status,
            "figures": len(one.figures),
            "between": len(one.between),
        }
        for one in returns
    ]
    return {
        "file": path.name,
        "delivery": made.number if made else None,
        "returns": bodies,
        "left_out": list(left_out),
    }


def _told(one: Mapping[str, Any]) -> list[str]:
    if one["delivery"] is None:
        return [f"{one['file']}: held already, nothing was added"]
    bodies = [
        f"  {each['body']}, {each['place']} {each['year']}: {each['figures']} figures, {each['between']} "
        f"amounts between bodies; {each['status']}"
        for each in one["returns"]
    ]
    left = [f"  left out: {fault}" for fault in one["left_out"]]
    return [f"{one['file']}: delivery {one['delivery']}", *bodies, *left]


def _found(place: str, year: str, returns: str) -> Collection:
    from totalplace_lib.analysis.returns import returns_of

    with working(f"Counting {place[:60]}, {year}"):
        return returns_of(place, year, returns)


@commands.command("status")
def status(
    context: typer.Context, place: Where, year: YearOption = FIRST_YEAR, returns: Which = "all",
    as_json: AsJson = False, as_csv: AsCsv = False,
) -> None:  # fmt: skip
    """Who has answered, who is late, how much of the total is returned, and what the returns did to total and range."""
    check_one_format(context)
    from totalplace_lib.analysis import collection as analysis
    from totalplace_lib.analysis.returns import mutual

    found = _found(place, year, returns)
    table = analysis.status(found, datetime.date.today().isoformat())
    if as_csv:
        print_csv(table)
        return
    before, after, count = found.before, found.after, found.count
    parts = count.lines.groupby("method", observed=True)["amount_gbp"].sum()
    head = {
        "place": count.place.slug, "year": str(count.year), "returns": str(found.choice),
        "answered": int((table["state"] == "answered").sum()),
        "bodies": len(table), "total_before_gbp": before.count.total_gbp, "low_before_gbp": before.low_gbp,
        "high_before_gbp": before.high_gbp,
        "total_gbp": count.total_gbp, "low_gbp": after.low_gbp, "high_gbp": after.high_gbp,
        **{f"{word}_gbp": round(float(parts.get(word, 0.0)), 2) for word in analysis.HOW},
    }  # fmt: skip
    if as_json:
        tables = {"bodies": table, "figures": count.returned, "between": mutual(found.held)}
        print(to_json(head | {name: records(frame) for name, frame in tables.items()}))
        return
    _say_status(head, table, count.returned)


def _say_status(head: Mapping[str, Any], table: pd.DataFrame, figures: pd.DataFrame) -> None:
    print(
        f"{head['place']}, {head['year']} (returns: {head['returns']}): {head['answered']} of {head['bodies']} "
        "bodies have answered"
    )
    for word in ("actual", "returned", "apportioned"):
        print(f"  {word:12} {head[f'{word}_gbp']:20,.2f}  {head[f'{word}_gbp'] / head['total_gbp']:6.1%}")
    print(
        f"  total before {head['total_before_gbp']:19,.2f}  range {head['low_before_gbp']:,.0f} to "
        f"{head['high_before_gbp']:,.0f}"
    )
    print(
        f"  total now    {head['total_gbp']:19,.2f}  range {head['low_gbp']:,.0f} to {head['high_gbp']:,.0f}"
    )
    for row in records(table):
        state = f"{row['state']}, due {row['due']}" if row["due"] else row["state"]
        print(f"  {state:28} {row['estimate_gbp']:18,.0f}  {row['body']}")
    for one in figures.itertuples():
        print(f"  {one.body}, {one.service}: {one.returned_gbp:,.2f} {one.state}")


@commands.command("history")
def history(context: typer.Context, place: OptionalWhere = "", year: Annotated[str, typer.Option("--year", "-y",
    help="All without.")] = "",
            as_json: AsJson = False, as_csv: AsCsv = False) -> None:  # fmt: skip
    """Every version that was accepted or removed: who, when, which file, its hash."""
    check_one_format(context)
    import pandas as pd

    from totalplace_lib.returns import deliveries

    rows = deliveries.history(place, year)
    if as_json:
        print(to_json({"history": rows}))
    elif as_csv:
        print_csv(pd.DataFrame(rows))
    else:
        for one in rows:
            about = (
                f"{one['status']}, {one['figures']} figures, {one['file']} {one['sha256'][:12]}"
                if one["what"] == "added"
                else one["reason"] or one["due"]
            )
            print(
                f"{one['delivery']:4}  {one['at']}  {one['what']:8} {one['by']}: {one['body']}, {one['place']} "
                f"{one['year']}; {about}"
            )


@commands.command("remove")
def remove(
    place: Where,
    body: Annotated[list[str], typer.Option("--body", help="Whose return; several times.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, for the history.")],
    year: YearOption = FIRST_YEAR,
    by: By = "",
) -> None:
    """Take a return out: the estimate holds again, to the penny. The history keeps what was there."""
    from totalplace_lib.analysis.returns import asked_of
    from totalplace_lib.returns import deliveries

    asked = asked_of(place, year)
    bodies = _bodies(asked, body)
    made = deliveries.remove(asked.place, asked.year, bodies, by or getpass.getuser(), reason)
    print(f"Removed (delivery {made.number}): {', '.join(bodies)}")


@commands.command("evidence")
def evidence(context: typer.Context, place: Where, year: YearOption = FIRST_YEAR, returns: Which = "all",
    as_json: AsJson = False,
             as_csv: AsCsv = False) -> None:  # fmt: skip
    """What returns say of the keys that they replaced; kept in data/returns/evidence.csv. Nothing is refitted."""
    check_one_format(context)
    from totalplace_lib.analysis import collection as analysis

    found = _found(place, year, returns)
    table = analysis.surprises(found)
    path = analysis.keep_evidence(found, table)
    if as_json:
        print(
            to_json({"place": found.count.place.slug, "year": str(found.count.year), "tests": records(table)})
        )
    elif as_csv:
        print_csv(table)
    else:
        for one in table.itertuples():
            said = "inside" if one.inside else "OUTSIDE"
            print(
                f"  {one.surprise:5.2f} half-ranges, {said:8} {one.estimate_gbp:18,.0f} -> "
                f"{one.replaced_gbp:18,.0f}  {one.body}, {one.service} ({one.keys})"
            )
        print(f"{analysis.beside_calibration(table)} Kept in {path}.")


@commands.command("letter")
def letter(
    place: Where, year: YearOption = FIRST_YEAR, returns: Which = "all", out: Into = Path("returns"), due: Due = "",
    number: Annotated[int, typer.Option(min=1, help="How many bodies.")] = 5, by: By = "",
) -> None:  # fmt: skip
    """Letters to the bodies whose returns would narrow the range most, as e-mail drafts with the form attached."""
    from totalplace_lib.analysis import collection as analysis
    from totalplace_lib.present.return_letter import letter_to
    from totalplace_lib.returns import deliveries

    _check_day(due)
    found = _found(place, year, returns)
    wanted = analysis.ask_next(found, number)
    written = []
    for row in records(wanted):
        forms = _write_forms(found.asked, row["body"], due, out)
        path = forms[0].with_suffix(".eml")
        path.write_bytes(letter_to(found, row["body"], row["narrower_gbp"], due, forms))
        written.append(path)
    if written:
        deliveries.ask(
            found.asked.place,
            found.asked.year,
            [str(name) for name in wanted["body"]],
            by or getpass.getuser(),
            due,
        )
    print("\n".join(map(str, written)) or "Every body whose figure is an estimate has answered.")
