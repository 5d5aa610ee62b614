"""totalplace option list, check, run, compare."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from totalplace_lib.cli import EXIT_CODES, app
from totalplace_lib.cli.output import AsJson, records, to_json
from totalplace_lib.cli.shared_options import (
    FIRST_YEAR,
    PLACE_HELP,
    ReturnsOption,
    YearOption,
    complete_place,
    complete_theme,
    with_years,
)
from totalplace_lib.cli.working import working
from totalplace_lib.errors import Faults, UsageError

if TYPE_CHECKING:
    from totalplace_lib.analysis.options import Case

option = typer.Typer(
    help="What a place could do differently: for whom, who invests, who gains, when it pays back.",
    no_args_is_help=True,
)
app.add_typer(option, name="option")

Place = Annotated[str, typer.Argument(metavar="PLACE", help=PLACE_HELP, autocompletion=complete_place)]
Theme = Annotated[
    str, typer.Option("--theme", metavar="THEME", help="Those of one theme.", autocompletion=complete_theme)
]
Draws = Annotated[int, typer.Option(min=100, max=100_000, help="How often the uncertain inputs are drawn.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same draws.")]


@option.command("list", epilog=EXIT_CODES)
def list_options(theme: Theme = "", as_json: AsJson = False) -> None:
    """The options there are, with the grade of their evidence and their themes."""
    from totalplace_lib.analysis import options

    table = options.options(theme)
    if as_json:
        print(to_json(records(table)))
        return
    for row in table.to_dict("records"):
        print(
            f"{row['option']:30} {row['grade']} {row['status']:13} {row['name']} ({row['themes'].replace(' ', ', ')})"
        )


@option.command("check", epilog=EXIT_CODES)
def check(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="A file of your own; without one, all of config/options/."),
    ] = None,
) -> None:
    """Every fault of an option's file, with its row and what may stand there."""
    from totalplace_lib import config_proof
    from totalplace_lib.analysis import options
    from totalplace_lib.project import home

    if file is None:
        known = options.options()  # nothing of config/ is read before all of it is proved
        print(f"{len(known)} options are as their contract says.")
        return
    if not file.is_file():
        raise UsageError(f"There is no file {file}.")
    faults = config_proof.faults_of_file(home(), f"config/{options.FOLDER}/{file.name}", file.read_bytes())
    if faults:
        raise Faults(f"{file.name} is not as its contract says (docs/options.md)", faults)
    print(f"{file.name} is as its contract says.")


@option.command("run", epilog=EXIT_CODES)
def run(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="OPTION", help="A name that 'totalplace option list' shows.")
    ],
    place: Place,
    year: YearOption = FIRST_YEAR,
    returns: ReturnsOption = "none",
    draws: Draws = 10_000,
    seed: Seed = 2009,
    as_published: Annotated[
        bool, typer.Option("--as-published", help="Without the correction for optimism bias.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """One option in one place: cost, saving with range, payback, who invests and gains, what it needs."""
    [(where, when)] = with_years(context, [place], year)
    with working(f"Appraising {name[:60]}"):
        from totalplace_lib.analysis import options

        case = options.case(
            name, where, when, draws=draws, seed=seed, optimism=not as_published, returns=returns
        )
    print(to_json(as_record(case)) if as_json else in_words(case))


@option.command("compare", epilog=EXIT_CODES)
def compare(
    context: typer.Context,
    place: Place,
    theme: Theme = "",
    year: YearOption = FIRST_YEAR,
    returns: ReturnsOption = "none",
    pot: Annotated[
        float | None,
        typer.Option(
            "--pot", min=0, help="Which to take: the most valuable set that so many pounds can fund."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """All options of a theme (or all there are) in one place, and which of them a pot would fund."""
    [(where, when)] = with_years(context, [place], year)
    with working("Appraising options"):
        from totalplace_lib.analysis import option_results, options
        from totalplace_lib.analysis.themes import count_by_theme

        cases, refused = options.of_theme(theme, count_by_theme(where, when, returns))
        table = option_results.compared(cases) if pot is None else option_results.chosen(cases, pot)
    if as_json:
        print(to_json({"place": where, "year": when, "options": records(table), "refused": refused}))
        return
    for row in table.to_dict("records"):
        taken = {True: "take ", False: "leave "}[row["is_chosen"]] if pot is not None else ""
        print(f"{taken}{row['option']}: {_row_in_words(row)}")
    for reason in refused:
        print(f"not shown: {reason}")


def as_record(case: Case) -> dict[str, Any]:
    """A case as plain data: measures, flows by body and year, pockets, pool, chances, lines, what matters."""
    from totalplace_lib.analysis import option_results

    return {
        "place": case.place.slug,
        "year": case.year,
        "prices": case.year,
        **records(option_results.compared([case]))[0],
        "lines": records(case.lines),
        "wrong_pockets": records(case.pockets),
        "pool": {
            "in_cash": {"short_gbp": case.in_cash.short_gbp, "split": records(case.in_cash.table)},
            "with_capacity": {
                "short_gbp": case.with_capacity.short_gbp,
                "split": records(case.with_capacity.table),
            },
        },
        "flows": records(option_results.by_body_and_year(case)),
        "flows_in_cash": records(option_results.by_body_and_year(case, "cash")),
        "chance_of_payback": records(option_results.chances(case)),
        "what_matters": records(option_results.what_matters(case)),
        "barriers": records(case.barriers),
        "basis": str(case.data["basis"]),
    }


def in_words(case: Case) -> str:
    """The case on one screen."""
    from totalplace_lib.analysis import option_results

    row = option_results.compared([case]).to_dict("records")[0]
    pockets = [
        f"  {each['body']:34} invests {each['invests_gbp']:15,.0f}  cash {each['cash_gbp']:15,.0f}  "
        f"capacity {each['capacity_gbp']:15,.0f}"
        for each in case.pockets.to_dict("records")
    ]
    pool = (
        [
            f"  {each['body']:34} pays {each['pays_gbp']:18,.2f}"
            for each in case.in_cash.table.to_dict("records")
        ]
        if case.in_cash.exists
        else [f"  none in cash: the gains lack {case.in_cash.short_gbp:,.2f} of the cost"]
    )
    needs = [f"  {each['name']} ({each['lift']}: {each['ask']})" for each in case.barriers.to_dict("records")]
    return "\n".join(
        [
            f"{case.name}: {case.place.name}, {case.year} prices, for {case.people:,.0f} people",
            _row_in_words(row),
            "Who invests and who gains, present values:",
            *pockets,
            "A pool that leaves no body worse off:",
            *pool,
            *(["It needs:", *needs] if needs else []),
            f"Basis: {case.data['basis']}",
        ]
    )


def _row_in_words(row: Mapping[Any, Any]) -> str:
    back = "never" if row["payback"] != row["payback"] else f"year {row['payback']:.0f}"
    cash = 0.0 if row["cash_share"] != row["cash_share"] else row["cash_share"]
    return (
        f"costs {row['cost_gbp']:,.0f}, "
        f"saves {row['gain_gbp']:,.0f} ({row['low_gbp']:,.0f} to {row['high_gbp']:,.0f}), "
        f"{cash:.0%} of it cash; paid back: {back}; evidence {row['grade']} ({row['status']})"
        + (" [more than the cohort's share of the lines]" if row["is_over"] else "")
    )
