"""Whatever a published file holds, what leaves the building is well formed, safe and says every figure."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from decimal import Decimal

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from totalplace_lib.present import charts, numbers
from totalplace_lib.present.columns import Column
from totalplace_lib.present.data_package import csv_text
from totalplace_lib.present.exhibit import Caption, Exhibit, to_record
from totalplace_lib.present.html_table import html_table
from totalplace_lib.present.text import clean, escape, neutralise, slugged, text_width, wrap
from totalplace_lib.present.workbook import cell_text, sheet_names

finite = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e13, max_value=1e13)
hostile = st.text(st.characters(), max_size=40) | st.sampled_from(
    [
        "=1+1",
        "<script>",
        "]]>",
        "&#0;",
        "$$a$$",
        "[a](http://b)",
        "\u202egnp",
        "'\"><svg onload=1>",
        "@x",
        "\ud800",
    ]
)


@given(finite)
def test_money_never_says_nan_and_keeps_its_sign(amount):
    words = numbers.money(amount)
    assert "nan" not in words.lower()
    assert "-" not in words
    assert words.startswith("−") == (amount < 0)


@given(finite)
def test_money_is_within_its_rounding(amount):
    words = numbers.money(abs(amount))
    if words.startswith("less"):
        assert 0 < abs(amount) < 1000
        return
    figure, _, unit = words.removeprefix("£").partition(" ")
    scale = {"": 1, "million": 10**6, "billion": 10**9}[unit]
    said = Decimal(figure.replace(",", "")) * scale
    step = Decimal(scale) / (10 if "." in figure else 1) if unit else Decimal(100)
    assert abs(said - Decimal(repr(abs(amount)))) <= step / 2


@given(finite, st.integers(0, 4))
def test_fixed_rounds_half_away_from_zero(value, decimals):
    said = Decimal(numbers.fixed(value, decimals).replace("−", "-").replace(",", ""))
    assert abs(said - Decimal(repr(value))) <= Decimal(1).scaleb(-decimals) / 2
    assert numbers.fixed(-value, decimals).lstrip("−") == numbers.fixed(value, decimals).lstrip("−")


@given(st.floats(0, 1))
def test_a_share_never_claims_nothing_or_all_falsely(value):
    words = numbers.share(value)
    assert (words == "0%") == (value == 0)
    assert (words == "100%") == (value == 1)


@given(hostile)
def test_clean_and_neutralise_settle_at_once(text):
    assert clean(clean(text)) == clean(text)
    assert neutralise(neutralise(text)) == neutralise(text)
    assert cell_text(cell_text(text)) == cell_text(text)
    assert not neutralise(text).startswith(("=", "+", "-", "@", "\t", "\r", "{="))


@given(hostile)
def test_escaped_text_comes_back_as_the_clean_text(text):
    assert (ET.fromstring(f"<a b='{escape(text)}'>{escape(text)}</a>").text or "") == clean(text)


@given(hostile)
def test_slugs_are_safe_names(text):
    assert slugged(text)
    assert set(slugged(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@given(hostile, st.floats(20, 400), st.integers(1, 4))
def test_wrapped_lines_fit(text, width, lines):
    broken = wrap(text, width, 13, lines)
    assert 1 <= len(broken) <= lines
    assert all(text_width(line, 13) <= width for line in broken)


@given(st.lists(hostile, min_size=1, max_size=8))
def test_sheet_names_are_always_allowed(slugs):
    names = sheet_names(slugs)
    assert len({name.lower() for name in names}) == len(slugs)
    assert all(1 <= len(name) <= 31 for name in names)


# A frame cannot hold half a surrogate pair, so none can come out of a file.
names = st.lists(
    hostile.map(lambda text: "".join(c for c in text if not "\ud800" <= c <= "\udfff")),
    min_size=1,
    max_size=5,
)
COLUMNS = {"body": Column("Body"), "amount_gbp": Column("Spending", "money", marker="marker")}


def exhibit_of(bodies, amounts, draw=False):
    table = pd.DataFrame({"body": bodies, "amount_gbp": amounts, "marker": [""] * len(bodies)})
    caption = Caption("s", "The headline", "The subtitle", "The source")
    if draw:
        return charts.bars(table, COLUMNS, caption, label="body", value="amount_gbp")
    return Exhibit(caption, table, COLUMNS, "alt")


@given(names, st.data())
def test_every_cell_of_a_table_says_something(bodies, data):
    amounts = data.draw(st.lists(finite | st.none(), min_size=len(bodies), max_size=len(bodies)))
    table = exhibit_of(bodies, pd.Series(amounts, dtype="float64")).table
    root = ET.fromstring(f"<r>{html_table(table, COLUMNS, 'c', 'i')}</r>")
    cells = [*root.iter("td"), *root.iter("th")]
    assert len(cells) == 2 + 2 * len(bodies)
    assert all(cell.text and "nan" not in cell.text.split() for cell in cells)


@given(names, st.data())
def test_records_and_csv_keep_every_number(bodies, data):
    amounts = data.draw(st.lists(finite, min_size=len(bodies), max_size=len(bodies)))
    record = to_record(exhibit_of(bodies, amounts))
    assert json.loads(json.dumps(record)) == record
    rows = list(csv.reader(io.StringIO(csv_text(record), newline="")))
    assert [float(row[1]) for row in rows[1:]] == amounts
    assert all(not row[0].startswith(("=", "+", "-", "@", "\t")) for row in rows)


@settings(max_examples=25, deadline=None)
@given(names, st.data())
def test_a_chart_of_anything_is_well_formed(bodies, data):
    amounts = data.draw(st.lists(finite | st.none(), min_size=len(bodies), max_size=len(bodies)))
    html = exhibit_of(bodies, pd.Series(amounts, dtype="float64"), draw=True)._repr_html_()
    assert ET.fromstring(html).tag == "figure"
