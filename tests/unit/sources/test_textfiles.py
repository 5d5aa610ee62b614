"""CSV files as text with line numbers; numbers, words and keys that say where they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.sources.textfiles import TextFile, check_complete, is_year, read_csv, translate


def made(folder: Path, text: str) -> TextFile:
    path = folder / "made.csv"
    path.write_text(text, encoding="utf-8")
    return read_csv(path, ["code", "people"])


def test_lines_are_numbered_as_an_editor_shows_them(tmp_path: Path) -> None:
    file = made(tmp_path, "code,people\nA, 1 \n,\nB,2\n")
    assert list(file.frame["row"]) == [2, 4]
    assert list(file.numbers("people")[0]) == [1.0, 2.0]


def test_a_renamed_column_names_file_and_nearest_heading(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"made.csv, line 1: no heading 'people'. Nearest: 'peoples'"):
        made(tmp_path, "code,peoples\nA,1\n")


def test_words_in_a_number_name_line_and_column(tmp_path: Path) -> None:
    file = made(tmp_path, "code,people\nA,1\nB,about ten\nC,none\n")
    with pytest.raises(Faults, match=r"row 3, column 'people': 'about ten' is not a number") as caught:
        file.numbers("people")
    assert len(caught.value.faults) == 2


def test_a_gap_becomes_a_marker_and_a_zero_stays(tmp_path: Path) -> None:
    values, markers = made(tmp_path, "code,people\nA,0\nB,x\nC,c\n").numbers("people")
    assert values.iloc[0] == 0.0
    assert values.iloc[1:].isna().all()
    assert list(markers) == ["", "x", "c"]


def test_a_code_twice_names_both_lines(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"made.csv: A stands twice, in rows 2 and 4"):
        made(tmp_path, "code,people\nA,1\nB,2\nA,3\n").unique(["code"])


def test_a_missing_file_is_named() -> None:
    with pytest.raises(SourceError, match=r"gone.csv is missing"):
        read_csv(Path("gone.csv"), ["code"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "saved.csv"
    path.write_bytes("code,people\nÉire £,1\n".encode(encoding))
    assert list(read_csv(path, ["code", "people"]).frame["code"]) == ["Éire £"]


def test_bytes_of_no_encoding_name_the_line(tmp_path: Path) -> None:
    path = tmp_path / "dos.csv"
    path.write_bytes(b"code,people\nA,1\nB\x81\xff,2\n")
    with pytest.raises(SourceError, match=r"dos\.csv, line 3: byte 0x81 is neither UTF-8 nor Windows-1252"):
        read_csv(path, ["code"])


def test_half_a_letter_of_utf_16_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "cut.csv"
    path.write_bytes("code,people\nA,1\n".encode("utf-16")[:-1])
    with pytest.raises(SourceError, match=r"cut\.csv is cut short"):
        read_csv(path, ["code"])


@pytest.mark.parametrize("divider", [";", "\t"])
def test_semicolons_and_tabs_divide_too(tmp_path: Path, divider: str) -> None:
    file = made(tmp_path, f"code{divider}people\nA{divider}1,234\n")
    assert list(file.numbers("people")[0]) == [1234.0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("code,people\nA,1,\nB,2,\n", r"line 2: 3 fields, expected 2 .*a comma at the end"),
        ("code,people\nA,1\nB\n", r"line 3: 1 fields, expected 2"),
        ("code,people\nA,1\nSmith, John,2\n", r"line 3: 3 fields, expected 2 .*inside a field"),
        ('code,people\nA,1\n"B,2\nC,3\n', r"line 3: unexpected end of data.*quotation mark"),
        ("code,people,people\nA,1,2\n", r"heading 'people' stands more than once"),
    ],
)
def test_records_that_do_not_fit_their_headings_name_the_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        made(tmp_path, text)


def test_lines_are_right_after_a_quoted_line_break(tmp_path: Path) -> None:
    file = made(tmp_path, 'code,people\r\n"A\r\nof B",1\r\nC,2\r\n')
    assert list(file.frame["row"]) == [2, 4]
    with pytest.raises(Faults, match="row 4, column 'people': '1,2' is not a number"):
        made(tmp_path, 'code,people\n"A\nof B",1\nC,"1,2"\n').numbers("people")


def test_an_unknown_word_says_which_list_to_mend(tmp_path: Path) -> None:
    file = made(tmp_path, "code,people\nNorth-West,1\nAtlantis,2\n")
    with pytest.raises(SourceError, match=r"row 3, column 'code': unknown word 'Atlantis'.*config/words.csv"):
        translate(
            file.name, file.frame["code"], file.frame["row"], {"NORTH WEST": "NW"}, edit="config/words.csv"
        )


def test_case_and_punctuation_of_words_do_not_matter(tmp_path: Path) -> None:
    file = made(tmp_path, "code,people\nNorth-West,1\n")
    words = translate(file.name, file.frame["code"], file.frame["row"], {"NORTH WEST": "NW"}, edit="")
    assert list(words) == ["NW"]


def test_what_is_missing_and_what_is_too_many_are_both_said() -> None:
    with pytest.raises(SourceError, match=r"Missing: B \(1\); unexpected: C \(1\)"):
        check_complete("made.csv", ["A", "C"], ["A", "B"], "codes")


@pytest.mark.parametrize(
    ("text", "expected"), [("2008-09", True), ("2008-10", False), ("2008/09", False), ("", False)]
)
def test_years_are_told_from_other_words(text: str, expected: bool) -> None:
    assert is_year(text) is expected
