"""Writing the front door: index.html for readers, a page for each place, to compare two, of the state."""

from __future__ import annotations

from pathlib import Path

from totalplace_lib.publish.files import write_atomically
from totalplace_lib.publish.own_files import inside
from totalplace_lib.publish.record import RunRecord
from totalplace_lib.publish.site.gathering import gathered
from totalplace_lib.publish.site.pages import rendered


def write_front_door(
    out: Path, record: RunRecord, drawn_from: str = "", everywhere: bool = False, processes: int = 1
) -> Path:
    """Write index.html, compare.html, status.html, places.csv and a page for each place; the first is given back.

    drawn_from  a digest of all that figures follow from: those that are kept and right are not made again
    everywhere  for every place in every year, not only for those of the reports
    """
    for name, text in rendered(gathered(out, record, drawn_from, everywhere, processes)):
        path = inside(out, name)
        if not path.is_file() or path.read_bytes() != text.encode():
            write_atomically(path, text)
    return out / "index.html"
