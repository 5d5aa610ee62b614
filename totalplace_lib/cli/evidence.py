"""totalplace evidence."""

from __future__ import annotations

from typing import Annotated

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.working import working
from totalplace_lib.errors import ImbalanceError


@app.command("evidence", short_help="Judge the keys; write the league.")
def evidence(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; prove that the committed evidence is up to date.")
    ] = False,
) -> None:
    """Judge every key against published splits and write the league, the calibration and the measured errors."""
    from totalplace_lib.cli import counted
    from totalplace_lib.project import home, own_folder
    from totalplace_lib.publish import evidence_pages

    if check:
        with working("Judging the keys"):
            stale = evidence_pages.differing()
        if stale:
            first = stale[0].relative_to(home())
            raise ImbalanceError(
                f"{first} is not what the evidence gives ({len(stale)} files). Run 'totalplace evidence'."
            )
        print("The committed evidence is what the tables give.")
        return
    own_folder("totalplace evidence")
    with working("Judging the keys"):
        written = evidence_pages.write()
    for path in written:
        print(path.relative_to(home()))
    print(counted.ranges_held())
