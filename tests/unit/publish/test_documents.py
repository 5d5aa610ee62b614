"""Pages of docs/ that are notebooks: prose and tables without code, and what is committed is what the notebook gives."""

from __future__ import annotations

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from totalplace_lib.present.charts import Caption, Column, bars
from totalplace_lib.project import home
from totalplace_lib.publish import documents


def test_an_exhibit_is_its_words_and_its_table_and_no_code_is_shown() -> None:
    rows = pd.DataFrame({"name": ["Police", "Fire"], "amount_gbp": [25e6, None]})
    columns = {"name": Column("Service"), "amount_gbp": Column("Money", "money")}
    shown = bars(rows, columns, Caption("by-service", "Most is police", "Cash, 2008-09", "Made up", ("A note.",)),
                 label="name", value="amount_gbp")  # fmt: skip
    output = new_output("display_data", data=shown._repr_mimebundle_())
    cells = [new_markdown_cell("# Title"), new_code_cell("bars(rows)", outputs=[output])]
    page = documents.markdown(new_notebook(cells=cells))
    assert page == (
        "# Title\n\n### Most is police\n\nCash, 2008-09.\n\n| Service | Money (£ million) |\n| --- | --: |\n"
        "| Police | 25.0 |\n| Fire | [x] |\n\nA note.\n\nSource: Made up.\n"
    )


@pytest.mark.parametrize("name", documents.NAMES)
def test_every_page_says_which_notebook_it_is_and_holds_no_path_of_a_machine(name: str) -> None:
    page = documents.page_of(name).read_text("utf-8")
    assert page.startswith("# ")
    assert f"`notebooks/{name}.ipynb`" in page
    assert (home() / "notebooks" / f"{name}.ipynb").is_file()
    assert "<" not in page
    assert str(home()) not in page


@pytest.mark.slow
def test_a_committed_page_is_what_its_notebook_gives() -> None:
    name = "nhs_below_region"
    assert documents.page_of(name).read_text("utf-8") == documents.document(name)
