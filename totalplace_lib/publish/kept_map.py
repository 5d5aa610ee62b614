"""The map of the index, drawn anew only when something that it shows has changed.

In a run with nothing to make, importing what draws would take longer than all the rest.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from totalplace_lib.publish.files import write_atomically
from totalplace_lib.publish.own_files import PRIVATE, KeptFileError, read_kept
from totalplace_lib.publish.record import RunRecord

_MAP = f"{PRIVATE}/map.json"


@dataclass(frozen=True)
class KeptMap:
    """A map, and what it shows."""

    shows: Mapping[str, Any]
    html: str


def map_html(out: Path, record: RunRecord, drawn_from: str) -> str:
    """The map of the record's places in their most usual year; "" where there is none to draw."""
    years = Counter(result.meta.year for result in record.reports if result.meta.year)
    if not years:
        return ""
    year = max(years, key=lambda one: (years[one], one))
    slugs = list(dict.fromkeys(result.meta.place for result in record.reports))
    shows = {"drawn_from": drawn_from, "year": year, "places": slugs}
    kept = _kept(out / _MAP)
    if drawn_from and kept and kept.shows == shows:
        return kept.html
    html = _draw(slugs, year)
    if drawn_from:
        write_atomically(out / _MAP, json.dumps({"shows": shows, "html": html}, ensure_ascii=False))
    return html


def _kept(path: Path) -> KeptMap | None:
    """What was kept; nothing when it is not what was written there: it is drawn anew."""
    try:
        return KeptMap(**read_kept(path, KeptMap, ""))
    except KeptFileError:
        return None


def _draw(slugs: list[str], year: str) -> str:
    from totalplace_lib.present.exhibit_html import exhibit_html
    from totalplace_lib.publish.places_map import places_map

    drawn = places_map(slugs, year)
    return exhibit_html(drawn) if drawn else ""
