"""totalplace site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from totalplace_lib.cli import app
from totalplace_lib.cli.working import working


@app.command("site", short_help="Make the front door for every place of England.")
def site(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the reports.")] = Path("reports"),
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help="Years counted at a time (default: one per core)."),
    ] = None,
    zipped: Annotated[bool, typer.Option("--zip", help="Also write the folder as one zip file.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for a batch in the same folder.")] = False,
) -> None:
    """Make the pages for readers - map, table, comparison, a page a place - for every upper-tier area, pilot and
    mayoral authority in every year, without making reports; those in the folder are linked."""
    import os
    from importlib.metadata import version

    from totalplace_lib import project
    from totalplace_lib.publish.archive import write_archive
    from totalplace_lib.publish.cache import Parts
    from totalplace_lib.publish.data_version import version_of_all
    from totalplace_lib.publish.folder import last_record
    from totalplace_lib.publish.lock import folder_lock
    from totalplace_lib.publish.record import RunRecord
    from totalplace_lib.publish.site.front_door import write_front_door

    target = project.reports_path(out)
    with working("Counting every place in every year"), folder_lock(target.resolve(), wait):
        none = RunRecord((), library_version=version("totalplace"), data_version=version_of_all())
        record = last_record(target) or none
        written = write_front_door(target, record, Parts().of_figures(), True, jobs or os.cpu_count() or 1)
    print(written)
    if zipped:
        print(write_archive(target))
