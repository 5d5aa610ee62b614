"""The files of the templates and style sheets, for the pages of reports and for the index."""

from __future__ import annotations

import functools
from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"


@functools.cache
def stylesheet(*names: str) -> str:
    """The exhibits' own sheet and then the named sheets of the template, which may add to it."""
    exhibits = (Path(__file__).parents[1] / "present" / "exhibit.css").read_text("utf-8").strip()
    return "\n".join([exhibits, *(template_text(name) for name in names)])


@functools.cache
def template_text(name: str, template: str = "totalplace") -> str:
    """One file of a template, as text."""
    return (TEMPLATES / template / name).read_text("utf-8").strip()
