"""Links from each report to the others of its place and year, written into its page when a batch has ended.

A page is made before anybody knows which others there will be, so it leaves room for them; the same reports give the
same links, in whatever order they were made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from totalplace_lib.present.numbers import plural
from totalplace_lib.present.text import escape
from totalplace_lib.publish.record import ReportMeta

ROOM = re.compile(r"<!-- siblings -->.*?<!-- end of siblings -->", re.DOTALL)


def with_siblings(page: str, meta: ReportMeta, others: Iterable[ReportMeta]) -> str:
    """The page with links to the reports of its place in the same year, and to those on no one year.

    others  the reports of the place that can be read, in the order in which they are to be read
    """
    near = [one for one in others if one.id != meta.id and _fits(one, meta)]
    links = "".join(
        f'<li><a href="{quote(one.stem)}.html">{escape(_short(one, meta))}</a></li>' for one in near
    )
    words = f"{plural(len(near), 'other report')} on {escape(meta.place_name)}"
    inside = (
        f'<details class="siblings"><summary>{words}</summary><ul>{links}</ul></details>' if links else ""
    )
    return ROOM.sub(lambda _: f"<!-- siblings -->{inside}<!-- end of siblings -->", page, count=1)


def _fits(one: ReportMeta, meta: ReportMeta) -> bool:
    """Of the same year, or one of the two on no one year."""
    return not one.year or not meta.year or one.year == meta.year


def _short(one: ReportMeta, meta: ReportMeta) -> str:
    """The title without the place and year that the reader knows; the year of another one stays."""
    title = one.title.removesuffix(f", {one.year}") if one.year == meta.year else one.title
    return title.replace(f": {one.place_name}", "").replace(f", {one.place_name}", "")
