"""totalplace peers on the real tables: words, JSON, wrong words."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from totalplace_lib.cli import main


@pytest.fixture
def tp(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["totalplace", *words])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return run


def test_in_words_and_as_json_say_the_same(tp: Any) -> None:
    code, out, _ = tp("peers", "york")
    assert code == 0 and "Bath and North East Somerset" in out and "not what ought to be spent" in out
    assert not {"rank", "need", "because"} & set(out.lower().split())
    made = json.loads(tp("peers", "york", "--json")[1])
    assert (made["place"], made["near"][0]["name"]) == ("york", "Bath and North East Somerset")
    assert {"alike", "listed", "services"} <= set(made)
    assert tp("peers", "york", "--csv")[1].startswith("service,")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["peers", "atlantis"], "No place is called 'atlantis'"),
        (["peers", "york", "--other", "atlantis"], "No place is called 'atlantis'"),
        (["peers", "york", "--other", "kent", "--number", "3"], "--number would not be used"),
        (["peers", "england"], "England is the whole"),
        (["peers", "york", "--other", "york"], "York: shares ground with York"),
        (["peers", "york", "--year", "2022"], "'2022' is not a financial year"),
        (["peers", "york", "--json", "--csv"], "--csv would not be used"),
    ],
)
def test_a_wrong_word_ends_with_a_message_and_code_2(tp: Any, words: list[str], says: str) -> None:
    code, _, err = tp(*words)
    assert code == 2 and says in err and "Traceback" not in err
