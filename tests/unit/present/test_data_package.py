import csv
import json

import frictionless
import pandas as pd
import pytest

from totalplace_lib.errors import UsageError
from totalplace_lib.present.columns import Column
from totalplace_lib.present.data_package import csv_text, write_data_package
from totalplace_lib.present.exhibit import Caption, Exhibit, to_record


def record(slug="by-body"):
    table = pd.DataFrame(
        {
            "body_name": ["=1+1", 'A "quoted", name', "北京"],
            "amount_gbp": [0.1 + 0.2, None, -5e9],
            "marker": ["", "c", "e"],
            "people": [3, 4, 5],
        }
    )
    columns = {
        "body_name": Column("Body"),
        "amount_gbp": Column("Spending", "money", marker="marker"),
        "people": Column("People", "count"),
    }
    return to_record(
        Exhibit(Caption(slug, "A spends most", "Spending, 2008-09", "Outturn"), table, columns, "alt")
    )


@pytest.fixture
def folder(tmp_path):
    write_data_package(
        tmp_path / "data",
        [record(), record("flows")],
        name="Birmingham",
        title="T",
        description="D",
    )
    return tmp_path / "data"


def test_frictionless_finds_the_package_valid(folder):
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.to_summary()
    assert report.stats["tasks"] == 2


def test_a_csv_holds_full_precision_empty_gaps_and_neutralised_text(folder):
    rows = list(csv.reader((folder / "by-body.csv").open(encoding="utf-8-sig", newline="")))
    assert rows == [
        ["body_name", "amount_gbp", "people", "marker"],
        ["'=1+1", "0.30000000000000004", "3", ""],
        ['A "quoted", name', "", "4", "c"],
        ["北京", "-5000000000.0", "5", "e"],
    ]


def test_fields_carry_types_units_and_fiscal_column_types(folder):
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    fields = {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}
    assert fields["amount_gbp"] == {
        "name": "amount_gbp",
        "type": "number",
        "title": "Spending",
        "unit": "GBP",
        "columnType": "value",
    }
    assert fields["people"]["type"] == "integer"
    assert fields["body_name"]["columnType"] == "administrative-classification:generic:label"


def test_csvw_describes_the_file_that_is_there(folder):
    """What a CSVW reader checks first: context, url, and titles that match the row of headings."""
    for metadata in folder.glob("*.csv-metadata.json"):
        stated = json.loads(metadata.read_text(encoding="utf-8"))
        table = folder / stated["url"]
        assert metadata.name == f"{table.name}-metadata.json"
        assert stated["@context"][0] == "http://www.w3.org/ns/csvw"
        header = next(csv.reader(table.open(encoding="utf-8-sig", newline="")))
        columns = stated["tableSchema"]["columns"]
        assert len(columns) == len(header)
        assert all(name in column["titles"] for name, column in zip(header, columns, strict=True))
        assert len({column["name"] for column in columns}) == len(columns)
        assert {column["datatype"] for column in columns} <= {"string", "number", "integer"}


def test_same_records_same_bytes(folder, tmp_path):
    again = tmp_path / "again"
    write_data_package(again, [record(), record("flows")], name="Birmingham", title="T", description="D")
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {
        p.name: p.read_bytes() for p in again.iterdir()
    }


def test_two_exhibits_with_one_slug_are_refused(tmp_path):
    with pytest.raises(UsageError, match="slug by-body is used twice"):
        write_data_package(tmp_path, [record(), record()], name="n", title="t", description="d")


def test_an_empty_package_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no exhibit"):
        write_data_package(tmp_path, [], name="n", title="t", description="d")


def test_csv_lines_end_as_the_standard_asks():
    assert csv_text(record()).count("\r\n") == 4
