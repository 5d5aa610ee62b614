"""What the explorer asks and shows, without widgets; and what is taken away."""

from __future__ import annotations

import csv
import dataclasses
import io
import re

import nbformat
import pandas as pd
import pytest
import yaml

from totalplace_lib.analysis.exploring import Asked
from totalplace_lib.errors import UsageError
from totalplace_lib.present.exhibit import Exhibit
from totalplace_lib.present.explorer.export import lines_csv
from totalplace_lib.present.explorer.pictures import BESIDE, LEDGER, NAMES, REPORTS
from totalplace_lib.present.explorer.session import Session, Shown, moved, place_names, slug_of
from totalplace_lib.present.note import Note
from totalplace_lib.project import home


@pytest.fixture
def session() -> Session:
    return Session(Asked("rutland", "2009-10"))


def test_every_picture_is_an_exhibit_with_its_table_and_words(session: Session) -> None:
    for name in (name for name in NAMES if name not in REPORTS):
        shown = session.show(view=name)
        assert isinstance(shown.picture, Exhibit), name
        assert shown.picture.alt
        assert "<table" in shown.picture._repr_html_()


@pytest.mark.parametrize(("name", "kind"), REPORTS.items())
def test_a_report_of_its_own_is_a_picture_and_a_file_that_makes_it(name: str, kind: str) -> None:
    kent = Session(Asked("kent", "2009-10", lens="local-bodies"))
    shown = kent.show(view=name)
    assert isinstance(shown.picture, Exhibit)
    assert "Kent" in shown.picture.subtitle + shown.picture.headline
    assert shown.picture.notes[-1].endswith("do not change this picture.")
    own = nbformat.read(home() / "notebooks" / f"{kind}.ipynb", as_version=4)
    assert f"notebooks/{kind}.ipynb" in parameters(shown)
    told = yaml.safe_load(parameters(shown))
    assert set(told) <= {word for cell in own.cells if cell.metadata.get("tags") == ["parameters"]
                         for word in re.findall(r"^(\w+)", cell.source, re.M)}  # fmt: skip
    assert (told["place"], told["year"]) == ("kent", "2009-10")


def test_a_report_that_a_place_cannot_have_says_why(session: Session) -> None:
    words = {
        "Places like it": "England is the whole",
        "New councils for a county": "divides Kent, not England",
    }
    for name, said in words.items():
        shown = session.show(view=name, place="england")
        assert isinstance(shown.picture, Note)
        assert said in shown.picture.text


def test_the_captions_say_what_was_changed(session: Session) -> None:
    shown = session.show(
        prices="2019-20", lens="local-bodies", left_out=(("function", "Education"),),
        keys=(("councils: Police", "children"),), view="Who spends it",
    )  # fmt: skip
    assert isinstance(shown.picture, Exhibit)
    assert shown.picture.subtitle.endswith("2019-20 prices")
    notes = " ".join(shown.picture.notes)
    assert "Lens: spending by bodies of the place." in notes
    assert "police by children under 16" in notes
    assert "Left out: Education." in notes
    assert "By the count's own keys" in shown.result
    assert "What is left out" in shown.result


def test_the_result_is_one_sentence_while_nothing_is_changed(session: Session) -> None:
    assert session.show().result.startswith("Rutland, 2009-10: £")
    assert session.show().result.endswith("for each resident.")


def test_a_key_is_changed_and_given_back(session: Session) -> None:
    own = session.key_of("state_pension")
    shown = session.with_key("state_pension", "population")
    assert session.key_of("state_pension") == "population"
    assert "Change of the total" in shown.effects
    session.with_key("state_pension", own)
    assert session.asked.keys == ()
    assert "own keys" in session.show().effects


def test_a_key_of_another_years_money_is_forgotten_with_the_year(session: Session) -> None:
    session.with_key("general_practice", "population")
    session.show(year="2021-22")  # the year has no line of its own for family doctors
    assert session.asked.keys == ()


def test_a_refused_question_leaves_the_last_one(session: Session) -> None:
    with pytest.raises(UsageError, match="Nearest: rutland"):
        session.show(place="ruttland")
    with pytest.raises(UsageError, match="Pictures: Who spends it"):
        session.show(view="a pie")
    assert session.asked.place == "rutland"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"view": BESIDE, "beside": "rutland"}, "same place"),
        ({"view": LEDGER, "prices": "2019-20"}, "choose cash"),
        ({"left_out": tuple(("function", name) for name in
                            ("Education", "Health", "Social protection", "Economic affairs", "General public services",
                             "Public order and safety", "Environment protection", "Housing and community amenities",
                             "Recreation, culture and religion", "Defence"))}, "No money is left"),
    ],
)  # fmt: skip
def test_where_there_is_nothing_to_draw_it_says_why(
    session: Session, changes: dict[str, object], words: str
) -> None:
    shown = session.show(**changes)
    assert isinstance(shown.picture, Note)
    assert words in shown.picture.text


def test_the_lines_are_taken_away_in_full_precision_with_their_source(session: Session) -> None:
    shown = session.show()
    rows = list(csv.DictReader(io.StringIO(lines_csv(shown.answer))))
    assert len(rows) == len(shown.answer.count.lines)
    assert round(sum(float(row["amount_gbp"]) for row in rows), 2) == shown.answer.count.total_gbp
    assert all(row["source_id"] for row in rows)


def test_a_formula_in_a_name_stays_text(session: Session) -> None:
    shown = session.show()
    lines = shown.answer.count.lines.head(1).assign(spender="=cmd|' /C calc'!A0")
    hostile = dataclasses.replace(shown.answer, count=dataclasses.replace(shown.answer.count, lines=lines))
    assert next(csv.DictReader(io.StringIO(lines_csv(hostile))))["spender"].startswith("'=")


def parameters(shown: Shown) -> str:
    return next(file.text for file in shown.files if file.kind == "text/yaml")


def test_parameters_are_those_that_the_notebook_takes(session: Session) -> None:
    plain = parameters(session.show())
    assert yaml.safe_load(plain) == {"place": "rutland", "year": "2009-10"}
    assert "notebooks/whole_area_count.ipynb" in plain
    deep = parameters(session.show(theme="children", prices="2009-10"))
    assert yaml.safe_load(deep) == {
        "place": "rutland", "year": "2009-10", "theme": "children", "prices": "2009-10",
    }  # fmt: skip
    assert "notebooks/deep_dive.ipynb" in deep


def test_what_a_report_cannot_be_told_stands_as_a_comment(session: Session) -> None:
    text = parameters(session.show(left_out=(("function", "Education"),)))
    assert "# The explorer also showed, and the report does not know: Left out: Education." in text
    assert yaml.safe_load(text) == {"place": "rutland", "year": "2009-10"}


def test_the_table_of_the_picture_is_taken_away_too(session: Session) -> None:
    shown = session.show(view="What it is spent on")
    table = next(file for file in shown.files if "by-function" in file.name)
    frame = pd.read_csv(io.StringIO(table.text))
    assert frame["amount_gbp"].sum() == pytest.approx(shown.answer.count.total_gbp, abs=0.05)
    assert [file.name for file in shown.files][1:] == [
        "rutland-2009-10-lines.csv",
        "rutland-2009-10-parameters.yaml",
    ]


def test_a_place_is_found_by_its_offered_name_slug_or_codes() -> None:
    names = place_names()
    assert slug_of("  RUTLAND ", names, "2009-10") == "rutland"
    assert slug_of("region:london", names, "2009-10") == "region:london"
    assert slug_of("E4603+E4604", names, "2009-10") == "e4603+e4604"
    assert len(set(names.values())) == len(names)
    with pytest.raises(UsageError, match="Nearest"):
        slug_of("ruttland", names, "2009-10")


def test_how_a_total_moved_in_words() -> None:
    assert moved(100e6, 112e6) == "add £12 million (12%)"
    assert moved(100e6, 97e6) == "take off £3.0 million (3%)"
    assert moved(5.0, 5.0) == "change nothing"
