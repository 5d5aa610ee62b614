"""The notebook that a report offers: its charts are pictures with a data address, its page keeps its drawings."""

from __future__ import annotations

import base64
import re
from xml.etree import ElementTree

import nbformat
from toy_report import META, executed_notebook, exhibits

from totalplace_lib.publish.downloads import exhibit_records
from totalplace_lib.publish.normalise import normalise
from totalplace_lib.publish.portable import portable
from totalplace_lib.publish.render import render_notebook

PICTURE = re.compile(r'<img src="data:image/svg\+xml;base64,([^"]+)" alt="([^"]+)" width="720">')


def test_each_drawing_is_one_picture_with_its_words() -> None:
    executed = normalise(executed_notebook())
    page, before = render_notebook(executed, META), nbformat.writes(executed)
    offered = nbformat.writes(portable(executed))
    shown = [
        output.data.get("text/html", "")
        for cell in nbformat.reads(offered, 4).cells
        for output in cell.get("outputs", [])
    ]
    pictures = [found for html in shown for found in PICTURE.findall(html)]
    assert "<svg" not in "".join(shown)
    assert len(pictures) == len(exhibits())
    for (data, words), exhibit in zip(pictures, exhibits(), strict=True):
        drawing = base64.b64decode(data).decode()
        assert ElementTree.fromstring(drawing).tag.endswith("svg")
        assert "var(" not in drawing
        assert exhibit.headline.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in words
    assert exhibit_records(nbformat.reads(offered, 4)) == exhibit_records(executed)
    assert (render_notebook(executed, META), nbformat.writes(executed)) == (page, before)


def test_what_has_no_drawing_is_as_it_was() -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("<svg></svg>")])
    assert portable(notebook) == notebook
