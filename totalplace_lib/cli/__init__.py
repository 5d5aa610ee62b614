"""The totalplace command: places, sources, fetch, build, count, series, diff, run, check.

Exit codes: 0 done; 1 a report failed; 2 a wrong word on the command line; 3 a publication is not as expected;
4 a total does not close; 5 config/ contradicts itself.
"""

from __future__ import annotations

import sys
import warnings

import typer

from totalplace_lib.errors import TotalPlaceError

app = typer.Typer(
    name="totalplace",
    help="How much public money is spent in a place, by whom, on what - from official publications, to the penny.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line; a user's mistake ends with a message and an exit code, never with a traceback."""
    from totalplace_lib.cli import (  # noqa: F401  (each adds its commands)
        comparing,
        counting,
        evidence,
        fetching,
        publishing,
        sources,
    )

    warnings.simplefilter("ignore")
    try:
        app()
    except TotalPlaceError as error:
        print(f"totalplace: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
