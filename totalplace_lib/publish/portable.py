"""The executed notebook as it is offered: charts that show wherever it is opened.

What a notebook that was made elsewhere shows is cleaned by JupyterLab, and by most sites that show notebooks: drawings
in the HTML itself are taken out, a picture with a data address stays. The page keeps its drawings.
"""

from __future__ import annotations

import base64
import copy
import re
from html import unescape

from nbformat import NotebookNode

from totalplace_lib.present.svg import standalone
from totalplace_lib.present.text import escape

_DRAWING = re.compile(
    r'<div class="exhibit-wide"[^>]*>(?P<wide><svg.*?</svg>)</div>\s*'
    r'<div class="exhibit-narrow"[^>]*><svg.*?</svg></div>',
    re.DOTALL,
)
_WORDS = re.compile(r"<title[^>]*>(.*?)</title>\s*<desc[^>]*>(.*?)</desc>", re.DOTALL)
_WIDTH = re.compile(r'<svg[^>]* width="([0-9.]+)"')


def portable(executed: NotebookNode) -> NotebookNode:
    """A copy of the notebook in which each exhibit's drawing is a picture of its own, with its words as alternative."""
    made = copy.copy(executed)
    made.cells = [_cell(cell) for cell in executed.cells]
    return made


def _cell(cell: NotebookNode) -> NotebookNode:
    if not any("<svg" in _html(output) for output in cell.get("outputs", ())):
        return cell
    made = copy.copy(cell)
    made.outputs = [_output(output) for output in cell.outputs]
    return made


def _output(output: NotebookNode) -> NotebookNode:
    if "<svg" not in _html(output):
        return output
    made = copy.copy(output)
    made.data = copy.copy(output.data)
    made.data["text/html"] = _DRAWING.sub(_picture, _html(output))
    made.data.pop("image/png", None)  # to share: a file of its own beside the page
    return made


def _html(output: NotebookNode) -> str:
    return str(output.get("data", {}).get("text/html", ""))


def _picture(drawing: re.Match[str]) -> str:
    svg = drawing["wide"]
    words, width = _WORDS.search(svg), _WIDTH.search(svg)
    said = escape(". ".join(unescape(one).rstrip(".") for one in words.groups()) + ".") if words else ""
    wide = f' width="{width[1]}"' if width else ""
    data = base64.b64encode(standalone(svg).encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{said}"{wide}>'
