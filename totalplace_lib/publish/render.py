"""An executed notebook as one self-contained page: what its cells display, never their code.

The page is a pure function of the notebook and its meta: no clock, no random id, no file but the template.
Warnings, widgets and errors are not drawn; checks.check_notebook turns their presence into faults.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters import markdown2html
from nbformat import NotebookNode

from totalplace_lib.present.text import clean, escape
from totalplace_lib.publish.downloads import expected_downloads
from totalplace_lib.publish.notebook_cells import shown_cells
from totalplace_lib.publish.outline import outlined
from totalplace_lib.publish.record import ReportMeta
from totalplace_lib.publish.template_files import TEMPLATES, stylesheet, template_text
from totalplace_lib.publish.typeset import typeset

_IN_TITLE = frozenset({"theme", "journey"})  # parameters that the title says in words


@dataclass(frozen=True)
class PageView:
    """What the template says about the page around the notebook's own content."""

    place_name: str
    title: str
    about: str
    page_title: str
    edition: tuple[tuple[str, str], ...]
    library_version: str
    data_version: str
    index_href: str
    report: str


def render_notebook(executed: NotebookNode, meta: ReportMeta) -> str:
    """The page of an executed notebook, as text. The same notebook and meta give the same bytes."""
    page, _ = _exporter().from_notebook_node(
        shown_cells(executed),
        resources={
            "report": page_view(meta),
            "css": stylesheet("report.css"),
            "brand": template_text("brand.svg"),
            "downloads": expected_downloads(executed, meta),
        },
    )
    return str(page)


def page_view(meta: ReportMeta) -> PageView:
    """The words around the content: title of the window, edition line, link to the index."""
    return PageView(
        place_name=clean(meta.place_name),
        title=clean(meta.title),
        about=clean(_about(meta)),
        page_title=clean(_page_title(meta)),
        edition=tuple((term, clean(value)) for term, value in _edition(meta)),
        library_version=clean(meta.library_version),
        data_version=clean(meta.data_version),
        index_href="../index.html",
        report=clean(meta.report).replace("_", "-"),
    )


def _about(meta: ReportMeta) -> str:
    """What stands under the place's name where one notebook makes reports on many things; "" = its own heading."""
    if not _IN_TITLE & meta.parameters.keys():
        return ""
    return re.split(rf"[:,] {re.escape(meta.place_name)}", meta.title)[0]


def _page_title(meta: ReportMeta) -> str:
    """Place - report - year, each said once: two pages never share a title."""
    parts = [meta.title]
    if meta.place_name not in meta.title:
        parts.insert(0, meta.place_name)
    if meta.year and meta.year not in meta.title:
        parts.append(meta.year)
    return " - ".join([*parts, "Total Place"])


def _edition(meta: ReportMeta) -> Iterable[tuple[str, str]]:
    if meta.year:
        yield "Financial year", meta.year
    for name, value in sorted(meta.parameters.items()):
        if name not in {"place", "year", *_IN_TITLE} and value not in (None, "", [], ()):
            yield name.replace("_", " ").capitalize(), _in_words(value)
    if meta.data_version:
        yield "Data version", meta.data_version
    if meta.library_version:
        yield "Total Place version", meta.library_version


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    said = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return said.replace("_", " ")


def displayed(output: NotebookNode) -> str:
    """One output of a cell as HTML: the richest form that needs neither script nor a running kernel."""
    if output.output_type == "stream":
        return _plain(output.text) if output.name == "stdout" else ""
    data = output.get("data", {})
    if "text/html" in data:
        return str(data["text/html"])
    if "text/markdown" in data:
        return str(markdown2html(data["text/markdown"]))
    if "image/svg+xml" in data:
        return str(data["image/svg+xml"])
    if "image/png" in data:
        return _picture(output)
    return _plain(data["text/plain"]) if "text/plain" in data else ""


def _picture(output: NotebookNode) -> str:
    words = output.get("metadata", {}).get("image/png", {}).get("alt", "")
    alternative = f' alt="{escape(words)}"' if words else ""  # none is a fault for the check to find
    return f'<img src="data:image/png;base64,{"".join(output.data["image/png"].split())}"{alternative}>'


def _plain(text: str) -> str:
    lines = [escape(line) for line in text.splitlines() if clean(line)]
    return f"<p>{'<br>'.join(lines)}</p>" if lines else ""


class _PageExporter(HTMLExporter):
    """nbconvert's HTML without its last step, which rewrites all markup and makes up words for pictures."""

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **options: Any) -> Any:
        return TemplateExporter.from_notebook_node(self, nb, resources, **options)


def _nothing(*arguments: Any, **options: Any) -> str:
    """For what the base template can do and this one must not: show code, run a widget."""
    return ""


@functools.cache
def _exporter() -> _PageExporter:
    return _PageExporter(  # type: ignore[no-untyped-call]
        extra_template_basedirs=[str(TEMPLATES)],
        template_name="totalplace",
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
        filters={
            "displayed": displayed,
            "outlined": outlined,
            "typeset": typeset,
            "highlight_code": _nothing,
            "filter_data_type": _nothing,
        },
    )
