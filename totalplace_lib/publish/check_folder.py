"""The checks of a whole folder of reports: each page, that every relative link in it leads to a file, and that a named
total is the same figure wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from totalplace_lib.errors import UsageError
from totalplace_lib.publish.markup import parse
from totalplace_lib.publish.named_totals import differing
from totalplace_lib.publish.page_checks import Fault, check_page

STATUS = "status.html"  # stands at the top only
SCRIPTED = ("index.html", "compare.html", STATUS)
RUN = "run.json"


def check_folder(folder: Path) -> dict[Path, list[Fault]]:
    """The faults of every page of a folder, or of one page. UsageError when there is none.

    The pages at the top, the front door, may hold scripts of their own; no report and no page of a place may.
    """
    pages = sorted(folder.rglob("*.html")) if folder.is_dir() else [folder]
    if not pages or not all(page.is_file() for page in pages):
        raise UsageError(f"There is no page in {folder}. Make some with 'totalplace run'.")
    faults = {page: _faults(page) for page in pages}
    if (folder / RUN).is_file():
        faults[folder / RUN] = [Fault("named totals", message) for message in differing(folder)]
    return faults


def _faults(page: Path) -> list[Fault]:
    html = page.read_text(encoding="utf-8")
    return [
        *check_page(html, scripted=page.name in SCRIPTED and (page.parent / STATUS).is_file()),
        *_dead_links(page, html),
    ]


def _dead_links(page: Path, html: str) -> Iterator[Fault]:
    for link in parse(html).all("a"):
        address = urlsplit(link["href"])
        if address.scheme or address.netloc or not address.path:
            continue
        if not (page.parent / unquote(address.path)).is_file():
            yield Fault("links", f"'{link.text}' leads to {address.path}, which is not there")
