import json
import subprocess
import sys

import pandas as pd
import pytest

from totalplace_lib.errors import UsageError
from totalplace_lib.present.columns import Column
from totalplace_lib.present.exhibit import RECORD_TYPE, Caption, Exhibit, to_record

COLUMNS = {"body": Column("Body"), "amount_gbp": Column("Spending", "money", marker="marker")}


def exhibit(figure=None):
    table = pd.DataFrame(
        {"body": ["A", "B"], "amount_gbp": [0.1 + 0.2, None], "marker": ["", "x"], "unshown": [1, 2]}
    )
    caption = Caption("By body!", "A spends most", "Spending, 2008-09", "Outturn, CLG", ("A note.",))
    return Exhibit(caption, table, COLUMNS, "Bar chart.", "Read it.", figure)


class Square:
    """The smallest drawing."""

    def to_svg(self, ident, title, description):
        return f'<svg role="img"><title id="{ident}-title">{title}</title></svg>'


def test_a_table_on_its_own_stands_open():
    html = exhibit()._repr_html_()
    assert html.startswith('<figure class="exhibit exhibit-plain" id="exhibit-by-body">')
    assert "<details" not in html
    assert "<caption" in html


def test_a_figure_has_its_table_in_details_and_a_drawing_for_wide_and_narrow_screens():
    html = exhibit(lambda width: Square())._repr_html_()
    assert html.count("<svg") == 2
    assert 'class="exhibit-narrow" style="display:none"' in html
    assert html.index("<details") < html.index("<table")
    assert "Source: Outturn, CLG" in html
    assert "A note." in html


def test_drawing_waits_until_the_figure_is_shown():
    drawn = []
    made = exhibit(lambda width: drawn.append(width) or Square())
    assert str(made).startswith("A spends most")
    to_record(made)
    assert drawn == []
    made._repr_html_()
    assert drawn == [720, 360]


def test_the_bundle_holds_text_html_and_the_record():
    bundle = exhibit()._repr_mimebundle_(include=None, exclude=None)
    assert list(bundle) == ["text/plain", "text/html", RECORD_TYPE]
    assert bundle[RECORD_TYPE] == to_record(exhibit())


def test_the_record_survives_json_in_full_precision():
    record = json.loads(json.dumps(to_record(exhibit())))
    assert record["rows"] == [["A", 0.1 + 0.2, ""], ["B", None, "x"]]
    assert [column["name"] for column in record["columns"]] == ["body", "amount_gbp", "marker"]


def test_an_exhibit_without_a_source_is_refused():
    with pytest.raises(UsageError, match="has no source"):
        Caption("a", "b", "c", " ")


def test_a_column_that_is_not_in_the_table_is_refused_when_made():
    with pytest.raises(UsageError, match="no column"):
        Exhibit(Caption("a", "b", "c", "d"), pd.DataFrame({"x": [1]}), {"y": Column("Y")}, "alt")


def test_tables_need_no_drawing_library():
    code = (
        "import sys; from totalplace_lib.present import exhibit, html_table, workbook, data_package, charts; "
        "sys.exit('matplotlib' in sys.modules or 'seaborn' in sys.modules or 'gptables' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
