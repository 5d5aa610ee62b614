"""The totalplace command: places, sources, fetch, build, count, series, diff, run, site, check, start."""

from __future__ import annotations

import gc
import sys
import warnings
from typing import Annotated

import typer

from totalplace_lib.errors import TotalPlaceError

EXIT_CODES = (
    "Exit codes: 0 done; 1 a report failed; 2 a wrong word on the command line; 3 a publication is not as expected; "
    "4 a total does not close; 5 config/ contradicts itself; 130 stopped by Ctrl-C."
)

app = typer.Typer(
    name="totalplace",
    help="How much public money is spent in a place, by whom, on what - from official publications, to the penny.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version

        print(f"totalplace {version('totalplace')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Say which version this is."),
    ] = False,
) -> None: ...


def main() -> None:
    """Run the command line; a user's mistake ends with a message and an exit code, never with a traceback."""
    gc.set_threshold(100_000)  # a command makes few cycles and many objects that stay: seldom looked through
    from totalplace_lib.cli import (  # noqa: F401  (each adds its commands)
        all_places,
        budgeting,
        comparing,
        config,
        counting,
        deciding,
        evidence,
        fetching,
        outcomes,
        over_time,
        paying,
        peers,
        publishing,
        returns,
        revenue,
        revising,
        sources,
        splitting,
        starting,
    )

    for command in app.registered_commands:
        command.epilog = EXIT_CODES
    warnings.simplefilter("ignore")
    sys.exit(_run())


def _run() -> int:
    """The exit code."""
    from totalplace_lib.cli.messages import check_length, shortened, usage_message

    try:
        check_length(sys.argv[1:])
        code = app(prog_name="totalplace", standalone_mode=False)
    except TotalPlaceError as error:
        print(f"totalplace: {shortened(str(error), sys.argv[1:])}", file=sys.stderr)
        return error.exit_code
    except typer.TyperException as error:
        print(shortened(usage_message(error), sys.argv[1:]), file=sys.stderr)
        return error.exit_code
    except typer.Abort:
        print("totalplace: stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return code if isinstance(code, int) else 0
