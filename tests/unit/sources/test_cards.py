"""Cards say who made a publication and refuse a file that has changed."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from made_up import write_card

from totalplace_lib.errors import ConfigError, Faults, SourceError
from totalplace_lib.schema.config.tables.cards_and_journeys import CARDS, QUALITIES
from totalplace_lib.sources.cards import Card, CardFile, load_card, load_cards, verify
from totalplace_lib.sources.cells import texts
from totalplace_lib.sources.sheets import Workbook


@pytest.fixture
def raw(small_project: Path) -> Path:
    folder = small_project / "raw"
    folder.mkdir()
    for name in ("a.csv", "b.csv"):
        (folder / name).write_text(f"{name}\n")
    write_card(small_project, folder, "returns", {"a.csv": "2008-09", "b.csv": "2009-10"})
    return folder


def test_a_card_is_read_and_its_files_found(raw: Path) -> None:
    card = load_card("returns")
    assert card.producer == "The Publisher"
    assert card.file(years="2009-10").path == "b.csv"
    assert card.file(path="a.csv").bytes == 6
    assert list(load_cards()) == ["returns"]
    verify(card, raw)


def test_one_file_must_be_meant(raw: Path) -> None:
    with pytest.raises(ConfigError, match=r"returns\.toml: 2 files for one file, expected one"):
        load_card("returns").file()
    with pytest.raises(ConfigError, match="0 files for 2010-11"):
        load_card("returns").file(years="2010-11")


def test_a_changed_file_is_refused_with_what_to_do(raw: Path) -> None:
    (raw / "a.csv").write_text("revised\n")
    words = r"a\.csv is not the file on its card \(config/sources/returns\.toml\)"
    with pytest.raises(SourceError, match=words) as caught:
        verify(load_card("returns"), raw)
    assert hashlib.sha256(b"revised\n").hexdigest() in str(caught.value)


def test_a_missing_file_says_where_it_comes_from(raw: Path) -> None:
    (raw / "b.csv").unlink()
    with pytest.raises(SourceError, match=r"b\.csv is missing .*https://example\.org/return"):
        verify(load_card("returns"), raw)


def test_several_faults_are_reported_together(raw: Path) -> None:
    (raw / "a.csv").write_text("revised\n")
    (raw / "b.csv").unlink()
    with pytest.raises(Faults, match="2 faults"):
        verify(load_card("returns"), raw)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'quality = "official"',
            'quality = "good"',
            "rows 13, 21, column quality: 'good' stands there; expected: official",
        ),
        ('id = "returns"', 'id = "other"', "id is 'other', expected 'returns'"),
        ('licence = "OGL"\n', "", "licence is missing"),
        ('title = "', 'colour = "red"\ntitle = "', "column colour: nothing here has this name"),
        ('title = "', "title = ", r"returns\.toml, row 3: not TOML"),
        (
            'title = "',
            'published = "2024-02-31"\ntitle = "',
            "'2024-02-31' stands there; expected: a day such as",
        ),
    ],
)
def test_a_wrong_card_names_the_field(raw: Path, small_project: Path, old: str, new: str, words: str) -> None:
    path = small_project / "config" / "sources" / "returns.toml"
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(ConfigError, match=words):
        load_card("returns")
    with pytest.raises(ConfigError, match=words):
        load_cards()


def test_a_card_that_is_not_there(small_project: Path) -> None:
    with pytest.raises(ConfigError, match=r"config/sources/nothing\.toml is missing"):
        load_card("nothing")


def test_every_card_of_the_project_is_complete() -> None:
    for card in load_cards().values():
        assert card.landing_page.startswith("https://"), card.id
        assert card.licence and card.attribution and card.producer, card.id
        assert all(len(file.sha256) == 64 and file.quality in QUALITIES for file in card.files), card.id


@pytest.mark.publications
def test_every_publication_is_the_one_on_its_card(publications: Path) -> None:
    for card in load_cards().values():
        verify(card, publications)


@pytest.mark.publications
def test_a_day_of_publication_stands_in_the_file_itself(publications: Path) -> None:
    dated = [file for card in load_cards().values() for file in card.files if file.published]
    for file in dated:
        book = Workbook.open(publications / file.path)
        day = date.fromisoformat(file.published)
        ways = {f"{day.day} {day:%B %Y}", f"{day.day} {day:%b %Y}"}
        words = [
            text for name in book.sheet_names[:4] for row in book.sheet(name).rows[:60] for text in texts(row)
        ]
        assert any(way in text for way in ways for text in words), f"{file.path}: {file.published}"
    assert len(dated) >= 10


def test_the_contract_has_the_fields_of_a_card() -> None:
    assert {field.name for field in CARDS.fields} == set(Card.__dataclass_fields__) - {
        "files",
        *CARDS.elsewhere,
    }
    assert {field.name for field in CARDS.parts["files"]} == set(CardFile.__dataclass_fields__)
