"""Labelled controls: each has a visible description that is also its accessible name, and is reached by Tab."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from importlib.resources import files as resources

import ipywidgets as widgets

from totalplace_lib.present.explorer.export import File
from totalplace_lib.present.text import escape

_LABEL = {"description_width": "9rem"}
RESULT_CLASS = "totalplace-result"
# ipywidgets cannot give a box a role. The box of the result stays and only its text changes, so that a screen
# reader says it after each answer.
_LIVE = (
    "<script>(function mark(left) {"
    f" const box = document.querySelector('.{RESULT_CLASS} .widget-html-content');"
    " if (box) { box.setAttribute('role', 'status'); box.setAttribute('aria-live', 'polite'); }"
    " else if (left) setTimeout(mark, 200, left - 1);"
    "})(300)</script>"
)


def _wide() -> widgets.Layout:
    return widgets.Layout(width="100%", max_width="32rem")


def typed(label: str, value: str, names: Sequence[str]) -> widgets.Combobox:
    """A box to type a name into, which offers the names that fit; answers on Enter or when it is left."""
    return widgets.Combobox(
        description=label,
        value=value,
        options=list(names),
        ensure_option=False,
        continuous_update=False,
        style=_LABEL,
        layout=_wide(),
        tooltip=f"{label}: type a part of a name, a code such as E08000025, or codes joined by +",
    )


def chosen(label: str, options: Mapping[str, str], value: str) -> widgets.Dropdown:
    """A list to choose one from: words -> value."""
    return widgets.Dropdown(
        description=label,
        options=list(options.items()),
        value=value,
        style=_LABEL,
        layout=_wide(),
        tooltip=label,
    )


def several(label: str, options: Sequence[str]) -> widgets.SelectMultiple:
    """A list to choose any number from, with the arrow keys and Shift or Ctrl."""
    return widgets.SelectMultiple(
        description=label,
        options=list(options),
        rows=6,
        style=_LABEL,
        layout=_wide(),
        tooltip=f"{label}: arrow keys; hold Shift or Ctrl for several",
    )


def pressed(label: str) -> widgets.Button:
    """A button; its words say what it does."""
    return widgets.Button(description=label, tooltip=label, layout=widgets.Layout(width="auto"))


def words(text: str, level: int = 0) -> widgets.HTML:
    """A paragraph, or a heading of a level."""
    return widgets.HTML(f"<h{level}>{escape(text)}</h{level}>" if level else f"<p>{escape(text)}</p>")


def result() -> widgets.HTML:
    """The box of the result in words: a live region once the page has loaded (see live)."""
    box = widgets.HTML("")
    box.add_class(RESULT_CLASS)
    return box


def live() -> str:
    """Markup that makes the result a live region and gives the exhibits their style; nothing remote."""
    css = resources("totalplace_lib.present").joinpath("exhibit.css").read_text(encoding="utf-8")
    return f"<style>{css}\n.{RESULT_CLASS} {{ font-size: 1.1875rem; font-weight: bold; }}</style>{_LIVE}"


def links(made: Sequence[File]) -> str:
    """Links that save each file from the page itself, without asking any server."""
    items = "".join(
        f'<li><a download="{escape(file.name)}" href="data:{file.kind};charset=utf-8;base64,'
        f'{base64.b64encode(file.text.encode()).decode()}">{escape(file.title)}: {escape(file.name)}</a></li>'
        for file in made
    )
    return f"<p>Ready to save:</p><ul>{items}</ul>"
