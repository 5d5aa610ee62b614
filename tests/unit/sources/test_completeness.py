"""A publication that is not whole, or steps as nothing does, stops the build and says who, where and by how much."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
from made_up import write_card

from totalplace_lib import schema
from totalplace_lib.errors import ConfigError
from totalplace_lib.schema import table_columns as c
from totalplace_lib.sources import build as building
from totalplace_lib.sources.cards import load_card, load_cards
from totalplace_lib.sources.completeness import controls
from totalplace_lib.sources.expected_bodies import Gazetteer, gazetteer
from totalplace_lib.sources.textfiles import read_csv
from totalplace_lib.sources.whole import Whole

TOWNS = {"T1": "Avalon", "T2": "Brigadoon", "T3": "Camelot"}
YEARS = ("2008-09", "2009-10", "2010-11")
CONTRACT = c.table(
    {
        "year": c.year(),
        "town": c.text("Code"),
        "amount_gbp": c.amount_gbp(),
        "marker": c.marker(),
        **c.provenance(),
    },
    ["year", "town"],
    "A made-up table",
)
WHOLE = """
[[whole]]
table = "spending"
of = "town"
set = ["T1", "T2", "T3"]
each = ["year"]
value = "amount_gbp"
by = "year"
time = "year"
step = 3

[whole.totals]
"2008-09" = {{ rows = 3, gaps = 0, total = 60.0, hash_total = {0} }}
"2009-10" = {{ rows = 3, gaps = 0, total = 63.0, hash_total = {1} }}
"2010-11" = {{ rows = 3, gaps = 0, total = 66.0, hash_total = {2} }}
"""
Edit = Callable[[list[str]], list[str]]


def lines() -> list[str]:
    """A publication of three towns in three years: 10, 20, 30 and one more each year."""
    rows = [
        f"{year},{town},{10 * (at + 1) + more}"
        for more, year in enumerate(YEARS)
        for at, town in enumerate(TOWNS)
    ]
    return ["year,town,amount", *rows]


def read(raw: Path) -> dict[str, pd.DataFrame]:
    file = read_csv(raw / "a.csv", ["year", "town", "amount"])
    amounts, markers = file.numbers("amount")
    frame = file.frame[["year", "town", "row"]].assign(amount_gbp=amounts, marker=markers, column="amount")
    return {"spending": frame.assign(source_id="returns", sheet="").astype({"row": "int32"})}


@pytest.fixture
def raw(small_project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the publication, its card, and a source that reads it."""
    monkeypatch.setattr(schema, "contracts", lambda: {"spending": CONTRACT})
    module = ModuleType("totalplace_lib.sources.one")
    module.SOURCE = building.Source(("returns",), ("spending",), read)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    folder = small_project / "raw"
    folder.mkdir()
    save(small_project, folder, lines())
    draft = Whole("spending", {}, by="year", value="amount_gbp")
    found = controls(draft, read(folder)["spending"])
    whole = WHOLE.format(*(found[year].hash_total for year in YEARS))
    (small_project / "whole.txt").write_text(whole)
    save(small_project, folder, lines())
    return folder


def save(project: Path, raw: Path, text: list[str]) -> None:
    """Write the file and a card that has its checksum and number of records: only the guards of figures are left."""
    (raw / "a.csv").write_text("\n".join(text) + "\n")
    whole = project / "whole.txt"
    write_card(project, raw, "returns", {"a.csv": "2008-09"}, whole.read_text() if whole.is_file() else "")


def faults(raw: Path, edit: Edit = lambda text: text, whole: tuple[str, str] = ("", "")) -> str:
    """What the build says of an edited file; whole: words on the card to replace."""
    project = raw.parent
    if whole[0]:
        text = (project / "whole.txt").read_text()
        assert whole[0] in text
        (project / "whole.txt").write_text(text.replace(*whole))
    save(project, raw, edit(lines()))
    outcome = building.make("one", raw, project)
    return "\n".join(map(str, outcome)) if isinstance(outcome, list) else ""


def test_a_whole_publication_is_built(raw: Path) -> None:
    assert faults(raw) == ""
    assert len(pd.read_parquet(raw.parent / "spending.parquet")) == 9


def test_rows_in_another_order_are_the_same_publication(raw: Path) -> None:
    assert faults(raw, lambda text: [text[0], *reversed(text[1:])]) == ""


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda text: text[:-1], "2010-11: 1 of 3 expected are missing: T3; 0 are not expected: none"),
        (lambda text: [*text, "2010-11,T9,5"], "0 of 3 expected are missing: none; 1 are not expected: T9"),
        (lambda text: [row.replace("30", "31") for row in text], r"amount_gbp adds up to 61\.00, the card says 60\.00 \(\+1\.00\)"),
        (lambda text: [row.replace(",30", ",x") for row in text], "'2008-09': 1 gaps, the card says 0"),
        (lambda text: [*text[:1], "2008-09,T1,20", "2008-09,T2,10", *text[3:]], "figures changed places"),
        (lambda text: [*text[:4], *(f"{row}000" for row in text[4:7]), *text[7:]], r"T1 2008-09 to 2009-10: 10 to 11,000 \(x 1,100\)"),
        (lambda text: [row.replace(",11", ",-11") for row in text], r"T1 2008-09 to 2009-10: 10 to -11 \(another sign\)"),
        (lambda text: [*text, "2011-12,T1,13"], "'2011-12' is not on the card"),
        (lambda text: [*text[:4], *text[7:]], "no rows of '2009-10', the card says 3"),
    ],
)  # fmt: skip
def test_a_damaged_publication_is_refused_with_what_is_wrong(raw: Path, edit: Edit, words: str) -> None:
    said = faults(raw, edit)
    assert re.search(words, said), said


def test_a_step_that_somebody_looked_at_is_believed(raw: Path) -> None:
    whole = (
        '"2009-10" = { rows = 3, gaps = 0, total = 63.0',
        '"2009-10" = { rows = 3, gaps = 0, total = 41.0',
    )
    cut = lambda text: [row.replace("2009-10,T1,11", "2009-10,T1,-11") for row in text]  # noqa: E731
    assert "another sign" in faults(raw, cut, whole)
    looked = (
        'looked = [{ what = "*", year = "*", who = "A person", when = "2026-11-27", why = "a repayment" }]'
    )
    assert "another sign" not in faults(raw, cut, ("step = 3", f"step = 3\n{looked}"))


def test_somebody_may_be_absent_with_a_reason(raw: Path) -> None:
    said = faults(
        raw,
        lambda text: text[:-1],
        ('each = ["year"]', 'each = ["year"]\nabsent = { "T3 2010-11" = "ended" }'),
    )
    assert "missing" not in said
    assert "2 rows, the card says 3" in said


def test_a_card_that_says_nothing_is_an_error_that_shows_what_to_write(raw: Path) -> None:
    (raw.parent / "whole.txt").write_text("")
    said = faults(raw)
    assert "returns.toml does not say what a whole table spending is" in said
    assert '[[whole]]\ntable = "spending"\nvalue = "amount_gbp"\nby = "year"' in said
    assert '"2008-09" = { rows = 3, gaps = 0, total = 60.0' in said


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('of = "town"', 'of = "village"', "table spending has no column village"),
        ("step = 3", "stepp = 3", "stepp"),
        ('of = "town"\n', "", "needs both of and set"),
        ('value = "amount_gbp"\n', "", "has time but no value"),
    ],
)
def test_a_wrong_card_is_named(raw: Path, old: str, new: str, words: str) -> None:
    assert words in faults(raw, whole=(old, new))


def test_records_and_sheets_are_held_against_the_card(raw: Path) -> None:
    card = raw.parent / "config" / "sources" / "returns.toml"
    card.write_text(
        card.read_text().replace("rows = 9\n", "rows = 10\n").replace("\nrows = 9", "\nrows = 10")
    )
    (fault,) = building.make("one", raw, raw.parent)  # type: ignore[misc]
    assert "a.csv: 9 records, the card says 10. Was it cut" in str(fault)
    card.write_text(card.read_text().replace("\nrows = 10", "\n"))
    (fault,) = building.make("one", raw, raw.parent)  # type: ignore[misc]
    assert isinstance(fault, ConfigError)
    assert "how many records is a whole file? Look at it, then write: rows = 9" in str(fault)


def towns(vintage: int, *codes: str) -> pd.DataFrame:
    rows = [(vintage, f"E0{code}", f"Town {code}", "unitary", "", "", f"E{code}") for code in codes]
    names = ["vintage", "area_code", "area_name", "area_type", "county_code", "county_name", "authority_code"]
    return pd.DataFrame(rows, columns=names).assign(county_authority_code="")


def test_the_gazetteer_knows_who_there_is_in_a_year() -> None:
    areas = pd.concat([towns(2009, "0101", "0202"), towns(2019, "0101")])
    areas.loc[len(areas)] = [2009, "E0303", "Village", "district", "E10", "Shire", "E0303", "E0320"]
    changes = pd.DataFrame(
        [("2009-04-01", "E0231", "Old town", "E0202"), ("2009-04-01", "E0221", "Old county", "E0202")],
        columns=["effective", "old_code", "old_name", "new_authority_code"],
    )
    bodies = pd.DataFrame(
        [("forces", "E61", "First", None, "2009-10"), ("forces", "E62", "Second", "2010-11", None)],
        columns=["set", "code", "name", "from", "to"],
    )
    known = Gazetteer(areas, changes, bodies)
    assert known.members("areas", "2012-13", ()) == {
        "E00101": "Town 0101",
        "E00202": "Town 0202",
        "E0303": "Village",
    }
    assert set(known.members("areas", "", (2019,))) == {"E00101"}
    assert set(known.members("councils", "2009-10", ())) == {"E0101", "E0202", "E0303", "E0320"}
    assert set(known.members("councils", "2008-09", ())) == {"E0101", "E0231", "E0221", "E0303", "E0320"}
    assert set(known.members("upper tier", "2008-09", ())) == {"E0101", "E0221", "E0320"}
    assert known.members("forces", "2009-10", ()) == {"E61": "First"}
    assert known.members("forces: E62*", "2015-16", ()) == {"E62": "Second"}


def test_every_file_of_every_card_says_what_is_whole() -> None:
    for card in load_cards().values():
        for file in card.files:
            if not file.path.endswith("json"):
                assert file.rows or file.sheets, f"{card.id}: {file.path}"


@pytest.mark.publications
def test_the_gazetteer_of_the_publications_agrees_with_itself(publications: Path) -> None:
    known = gazetteer(publications)
    assert len(known.members("councils", "2008-09", ())) == 388
    assert len(known.members("upper tier", "2008-09", ())) == 150
    assert len(known.members("upper tier", "2023-24", ())) == 153


def damaged(
    publications: Path,
    folder: Path,
    source: str,
    name: str,
    edit: Callable[[bytes], bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """What the build says of one source when one of its files is edited and its checksum on the card renewed."""
    raw = folder / "raw"
    for card in building.load_source(source).cards:
        for file in load_card(card).files:
            (raw / file.path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(publications / file.path, raw / file.path)
    for file in load_card("ons_areas").files:
        (raw / file.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(publications / file.path, raw / file.path)
    path = raw / name
    path.write_bytes(edit(path.read_bytes()))
    monkeypatch.setattr(building, "verify", lambda card, raw: None)  # as if somebody had renewed it
    outcome = building.make(source, raw, folder)
    return "\n".join(map(str, outcome)) if isinstance(outcome, list) else ""


@pytest.mark.publications
def test_case_10_areas_that_are_missing_are_named(
    publications: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "deprivation/imd2025_lad24.csv"
    monkeypatch.setattr(building, "check_files", lambda card, raw: None)  # the number of records renewed too
    said = damaged(
        publications,
        tmp_path,
        "deprivation",
        name,
        lambda data: b"\n".join(data.splitlines()[:-14]),
        monkeypatch,
    )
    assert "14 of 296 expected are missing" in said
    assert "Wolverhampton" in said or "Westminster" in said or "(E0" in said


@pytest.mark.publications
def test_case_11_a_deflator_a_thousand_times_too_large_stops_the_build(
    publications: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def thousandfold(data: bytes) -> bytes:
        rows = data.decode().splitlines()
        at = next(number for number, row in enumerate(rows) if "2008-09" in row)
        cells = rows[at].split(",")
        cells = [
            str(float(cell) * 1000) if cell.replace(".", "").isdigit() and "." in cell else cell
            for cell in cells
        ]
        rows[at] = ",".join(cells)
        return "\n".join(rows).encode()

    said = damaged(
        publications,
        tmp_path,
        "gdp_deflators",
        "prices/gdp_deflator_fy_2023_24_100.csv",
        thousandfold,
        monkeypatch,
    )
    assert "2007-08 to 2008-09" in said or "growth" in said


@pytest.mark.publications
def test_case_12_a_trailing_comma_on_every_row_names_line_and_fields(
    publications: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def commas(data: bytes) -> bytes:
        head, *rows = data.decode().splitlines()
        return "\n".join([head, *(f"{row}," for row in rows)]).encode()

    said = damaged(
        publications, tmp_path, "deprivation", "deprivation/imd2025_lad24.csv", commas, monkeypatch
    )
    assert "imd2025_lad24.csv, line 2:" in said
    assert "a comma at the end of the line?" in said
