"""The tables to take away as CSV, with their metadata: one description, written as Data Package and as CSVW.

Values are in full precision and gaps are empty cells with a marker column beside them. Fields carry Fiscal
Data Package column types where one fits.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from totalplace_lib.errors import UsageError
from totalplace_lib.present.numbers import join
from totalplace_lib.present.text import clean, neutralise, slugged

_OGL: Final = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_UNITS: Final = {"money": "GBP", "per_head": "GBP per resident", "share": "part of one", "count": "number"}

# Column types of the Fiscal Data Package budget taxonomy, for the column names of this project. A financial
# year is text ("2008-09") where the taxonomy's date:fiscal-year is an integer, so it carries none.
_FISCAL: Final = {
    "amount_gbp": "value",
    "area_code": "geo:target:code",
    "area_name": "geo:target:title",
    "place": "geo:target:code",
    "place_name": "geo:target:title",
    "function_code": "functional-classification:cofog:code",
    "function": "functional-classification:cofog:label",
    "function_name": "functional-classification:cofog:label",
    "economic": "economic-classification:generic:label",
    "payer": "fin-source:generic:label",
    "payer_name": "fin-source:generic:label",
    "payer_code": "fin-source:generic:code",
    "spender": "administrative-classification:generic:label",
    "spender_name": "administrative-classification:generic:label",
    "spender_code": "administrative-classification:generic:code",
    "body_name": "administrative-classification:generic:label",
    "body_code": "administrative-classification:generic:code",
    "authority_code": "administrative-classification:generic:code",
    "authority_name": "administrative-classification:generic:label",
    "programme": "activity:generic:program:label",
    "programme_name": "activity:generic:program:label",
    "programme_code": "activity:generic:program:code",
}


def write_data_package(
    folder: Path,
    records: Sequence[Mapping[str, Any]],
    *,
    name: str,
    title: str,
    description: str,
) -> list[Path]:
    """Write one CSV and its CSVW metadata for each exhibit, and datapackage.json; gives the files written.

    records  those of to_record, each with a slug of its own
    Raises UsageError when there is no exhibit, or two with one slug.
    """
    slugs = [slugged(record["slug"]) for record in records]
    twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
    if not records or twice:
        fault = f"the slug {join(twice)} is used twice" if twice else "there is no exhibit to write"
        raise UsageError(f"Data package '{name}': {fault}.")
    described = [_table(slug, record) for slug, record in zip(slugs, records, strict=True)]
    package = _package(described, name, title, description)
    files = {"datapackage.json": _json(package)}
    for table, record in zip(described, records, strict=True):
        files[f"{table['slug']}.csv"] = csv_text(record)
        files[f"{table['slug']}.csv-metadata.json"] = _json(_csvw(table))
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        coding = (
            "utf-8-sig" if file.endswith(".csv") else "utf-8"
        )  # Excel takes a CSV without the mark for Latin
        (folder / file).write_text(text, encoding=coding, newline="")
    return [folder / file for file in files]


def csv_text(record: Mapping[str, Any]) -> str:
    """The table as CSV (RFC 4180, UTF-8): text neutralised, numbers as they are, gaps empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([neutralise(column["name"]) for column in record["columns"]])
    for row in record["rows"]:
        writer.writerow([csv_cell(value) for value in row])
    return text.getvalue()


def csv_cell(value: object) -> object:
    """A value as CSV holds it: numbers as they are, text neutralised, a gap empty."""
    if value is None or isinstance(value, int | float):
        return value
    return neutralise(value)


def _table(slug: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """What both kinds of metadata say of a table."""
    rows = record["rows"]
    return {
        "slug": slug,
        "title": clean(record["headline"]),
        "description": clean(record["subtitle"]),
        "source": clean(record["source"]),
        "notes": [clean(note) for note in record["notes"]],
        "fields": [
            _field(column, [row[position] for row in rows])
            for position, column in enumerate(record["columns"])
        ],
    }


def _field(column: Mapping[str, Any], values: Sequence[object]) -> dict[str, Any]:
    kind = column["kind"]
    is_number = kind not in ("text", "marker")
    is_whole = (
        is_number and kind == "count" and all(value is None or isinstance(value, int) for value in values)
    )
    return {
        "name": neutralise(column["name"]),
        "title": clean(column["heading"]),
        "type": "integer" if is_whole else "number" if is_number else "string",
        "unit": _UNITS.get(kind),
        "fiscal": _FISCAL.get(column["name"]),
    }


def _package(tables: Sequence[Mapping[str, Any]], name: str, title: str, description: str) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": slugged(name),
        "title": clean(title),
        "description": clean(description),
        "licenses": [{"name": "OGL-UK-3.0", "title": "Open Government Licence v3.0", "path": _OGL}],
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: Mapping[str, Any]) -> dict[str, Any]:
    fields = [
        {"name": field["name"], "type": field["type"], "title": field["title"]}
        | ({"unit": field["unit"]} if field["unit"] else {})
        | ({"columnType": field["fiscal"]} if field["fiscal"] else {})
        for field in table["fields"]
    ]
    return {
        "profile": "tabular-data-resource",
        "name": table["slug"],
        "path": f"{table['slug']}.csv",
        "title": table["title"],
        "description": " ".join([table["description"], *table["notes"]]),
        "sources": [{"title": table["source"]}],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _csvw(table: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{table['slug']}.csv",
        "dc:title": table["title"],
        "dc:description": table["description"],
        "dc:source": table["source"],
        "dc:license": {"@id": _OGL},
        "tableSchema": {
            "columns": [
                {
                    "name": slugged(field["name"]).replace("-", "_"),
                    "titles": [field["name"], field["title"]],
                    "datatype": field["type"],
                    "null": "",
                }
                for field in table["fields"]
            ]
        },
    }


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
