"""A sheet from lists is, byte for byte, the one that gptables writes cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from io import BytesIO

import pandas as pd
import pytest
from gptables import GPTable
from hypothesis import given, settings
from hypothesis import strategies as st

from totalplace_lib.present.plain_sheet import PlainWorkbook, set_up_page

CELLS = st.one_of(
    st.integers(-(10**6), 10**6),
    st.floats(-1e6, 1e6, allow_nan=False),
    st.sampled_from(["Kent", "[x]", "a longer text of Two words", "no [c] here", "[note 1]"]),
)
HEADINGS = st.sampled_from(["Body", "Spending (£)", "Share [p]", "A head", "Year"])


def written(columns: dict[str, list[object]], add: Callable[[PlainWorkbook, GPTable], object]) -> bytes:
    table = GPTable(
        table=pd.DataFrame(columns, dtype=object),
        table_name="table_1",
        title="Title",
        subtitles=["Subtitle"],
        instructions="One table.",
        source="Source: here",
        legend=[],
        index_columns={2: 0},
        additional_formatting=[
            {"column": {"columns": [list(columns)[-1]], "format": {"num_format": "#,##0"}}}
        ],
    )
    out = BytesIO()
    book = PlainWorkbook(out, options={"strings_to_formulas": False, "in_memory": True})
    book.set_properties({"created": datetime(2010, 1, 1)})
    add(book, table)
    book.close()
    return out.getvalue()


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=15)  # two workbooks an example
@given(
    st.integers(1, 4).flatmap(
        lambda rows: st.dictionaries(
            HEADINGS, st.lists(CELLS, min_size=rows, max_size=rows), min_size=1, max_size=4
        )
    )
)
def test_it_is_what_gptables_writes(columns: dict[str, list[object]]) -> None:
    plain = written(columns, lambda book, table: book.add_plain_worksheet("one", table))
    stock = written(columns, by_gptables)
    assert plain == stock


def by_gptables(book: PlainWorkbook, table: GPTable) -> None:
    """The sheet as gptables writes it, set up for paper like ours: each cell at its top."""
    sheet = book.add_worksheet("one")
    sheet.theme = deepcopy(sheet.theme)
    sheet.theme.update_data_format({"valign": "top"})
    sheet.theme.update_index_2_format({"valign": "top"})
    sheet.write_gptable(table, True, [])
    set_up_page(sheet, table)
