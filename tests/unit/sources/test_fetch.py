"""Fetching from a publisher who stalls, hangs up, moves, fails and revises: whole files or none, faults together."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from publisher import Publisher, publishing

from totalplace_lib.errors import ConfigError, Faults, SourceError
from totalplace_lib.sources import download as downloading
from totalplace_lib.sources.cards import Card, CardFile, state
from totalplace_lib.sources.download import PARTS, Patience, part_of
from totalplace_lib.sources.fetch import carry_out, plan, recognise

BODY = bytes(range(256)) * 40
THRICE = Patience(connect=60, silence=60, attempts=3)
STALLED = Patience(
    connect=60, silence=0.3, attempts=100
)  # who is slow on a busy machine may seem to stall as well


class Notes:
    """A watcher that remembers."""

    def __init__(self) -> None:
        self.bytes: list[int] = []
        self.ends: dict[str, str] = {}

    def arrived(self, file: CardFile, so_far: int) -> None:
        self.bytes.append(so_far)

    def done(self, file: CardFile, how: str) -> None:
        self.ends[file.path] = how


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    monkeypatch.setattr("pooch.core.time.sleep", lambda _: None)
    monkeypatch.setattr(downloading, "CHUNK", 1000)
    with publishing() as running:
        yield running


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    return tmp_path / "raw"


def card(*paths: str, address: str = "", body: bytes = BODY, id: str = "returns") -> Card:
    """A card whose files all have the same content; their own address is address/path where one is given."""
    digest = hashlib.sha256(body).hexdigest()
    files = tuple(
        CardFile(path, digest, len(body), "2008-09", "official", f"{address}/{path}" if address else "")
        for path in paths
    )
    return Card(id, "The Publisher", "A return", "https://example.org/return", "OGL", "Nobody", files)


def get(
    raw: Path, *cards: Card, watch: Notes | None = None, patience: Patience = THRICE, **source: Any
) -> None:
    carry_out(plan(cards, raw, **source), raw, watch or Notes(), patience)


def left_over(raw: Path) -> list[str]:
    """Every file in the folder."""
    return sorted(path.relative_to(raw).as_posix() for path in raw.rglob("*") if path.is_file())


def test_files_come_from_their_own_address(publisher: Publisher, raw: Path) -> None:
    publisher.files = {"finance/a.xls": BODY, "finance/b.xls": BODY}
    wanted, notes = card("finance/a.xls", "finance/b.xls", address=publisher.url), Notes()
    get(raw, wanted, watch=notes)
    assert left_over(raw) == ["finance/a.xls", "finance/b.xls"]
    assert (raw / "finance/a.xls").read_bytes() == BODY
    assert max(notes.bytes) == len(BODY)
    assert notes.ends["finance/a.xls"] == f"from {publisher.url}/finance/a.xls"
    asked = len(publisher.asked)
    get(raw, wanted)
    assert len(publisher.asked) == asked, "what is there is not asked for again"


@pytest.mark.parametrize(
    "first", [[404], [500, 500], [500, "stall"], ["cut"], ["cut-unsaid"], ["moved"], ["cut", "stall"]]
)
def test_a_publisher_who_fails_first(publisher: Publisher, raw: Path, first: list[int | str]) -> None:
    publisher.files = {"a.xls": BODY}
    publisher.answers["a.xls"].extend(first)
    get(raw, card("a.xls", address=publisher.url), patience=STALLED if "stall" in first else THRICE)
    assert (raw / "a.xls").read_bytes() == BODY
    assert left_over(raw) == ["a.xls"]


def test_a_download_that_broke_off_goes_on_where_it_stopped(publisher: Publisher, raw: Path) -> None:
    publisher.files = {"a.xls": BODY}
    publisher.answers["a.xls"].extend(["cut"])
    get(raw, card("a.xls", address=publisher.url))
    (_, first), (_, second) = publisher.asked
    assert first == ""
    assert int(second.removeprefix("bytes=").rstrip("-")) > 0


def test_the_next_run_goes_on_too(publisher: Publisher, raw: Path) -> None:
    publisher.files = {"a.xls": BODY}
    publisher.answers["a.xls"].extend(["cut", 500, 500])
    with pytest.raises(
        Faults, match=r"a\.xls could not be had .* in 3 attempts: .*the next fetch goes on from there"
    ):
        get(raw, card("a.xls", address=publisher.url))
    assert not (raw / "a.xls").exists()
    assert [Path(name).parent.name for name in left_over(raw)] == [PARTS]
    get(raw, card("a.xls", address=publisher.url))
    assert publisher.asked[-1][1].startswith("bytes=")
    assert left_over(raw) == ["a.xls"]


def test_a_server_that_cannot_resume_begins_again(publisher: Publisher, raw: Path) -> None:
    publisher.files = {"a.xls": BODY}
    publisher.answers["a.xls"].extend(["cut", "no-resume"])
    get(raw, card("a.xls", address=publisher.url))
    assert (raw / "a.xls").read_bytes() == BODY


def test_parts_that_do_not_fit_together_are_thrown_away(publisher: Publisher, raw: Path) -> None:
    publisher.files = {"a.xls": BODY}
    wanted = card("a.xls", address=publisher.url)
    (raw / PARTS).mkdir()
    part_of(wanted.files[0], raw / PARTS).write_bytes(b"other" * 100)
    get(raw, wanted)
    assert (raw / "a.xls").read_bytes() == BODY
    assert left_over(raw) == ["a.xls"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (BODY[::-1], "its content is another"),
        (BODY + b"more" * 2000, "it is longer"),
        (b"<html>Gone</html>", "it has 17 bytes"),
    ],
)
def test_a_changed_file_is_refused_at_once_and_nothing_kept(
    publisher: Publisher, raw: Path, sent: bytes, words: str
) -> None:
    publisher.files = {"a.xls": sent}
    with pytest.raises(Faults, match=f"is not the file on its card .*{words}") as caught:
        get(raw, card("a.xls", address=publisher.url))
    assert caught.value.exit_code == 3
    assert left_over(raw) == []
    assert len(publisher.asked) == 1


def test_faults_come_together_and_the_others_are_fetched(publisher: Publisher, raw: Path) -> None:
    publisher.files = {"good.xls": BODY, "changed.xls": b"revised"}
    with pytest.raises(Faults, match="4 faults") as caught:
        get(
            raw,
            card("good.xls", "changed.xls", "gone.xls", address=publisher.url),
            card("one.xls", "two.xls", id="by_hand"),
            Card(
                **{
                    **vars(card("x.xls")),
                    "id": "nowhere",
                    "files": card("x.xls", address="http://127.0.0.1:1").files,
                }
            ),
        )
    words = str(caught.value)
    assert "changed.xls: what is at" in words
    assert "gone.xls could not be had" in words and "404" in words
    assert "x.xls could not be had from http://127.0.0.1:1/x.xls" in words
    assert "by_hand: no address of the file itself is known. Find it at https://example.org/return" in words
    assert f"save as {raw / 'one.xls'}" in words and f"save as {raw / 'two.xls'}" in words
    assert left_over(raw) == ["good.xls"]


def test_a_mirror_takes_the_place_of_own_addresses(publisher: Publisher, raw: Path) -> None:
    publisher.files = {"copy/finance/a%20b.xls": BODY}
    get(raw, card("finance/a b.xls"), mirror=f"{publisher.url}/copy/")
    assert left_over(raw) == ["finance/a b.xls"]


def test_a_folder_as_mirror_is_held_to_the_cards(raw: Path, tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    (mirror / "a.xls").write_bytes(BODY)
    (mirror / "b.xls").write_bytes(b"other")
    with pytest.raises(Faults, match="2 faults") as caught:
        get(raw, card("a.xls", "b.xls", "c.xls"), mirror=str(mirror))
    assert "b.xls is not the file on its card" in str(caught.value)
    assert f"c.xls is not at {mirror / 'c.xls'}" in str(caught.value)
    assert left_over(raw) == ["a.xls"]


def test_a_file_saved_by_hand_is_known_by_its_content(raw: Path, tmp_path: Path) -> None:
    saved = tmp_path / "Downloads" / "today"
    saved.mkdir(parents=True)
    (saved / "RS_LA_(final) (1).xls").write_bytes(BODY)
    (saved / "a.xls").write_bytes(BODY[::-1])
    wanted = card("finance/a.xls")
    assert recognise(tmp_path / "Downloads", wanted.files) == {
        wanted.files[0].sha256: saved / "RS_LA_(final) (1).xls"
    }
    get(raw, wanted, saved=tmp_path / "Downloads")
    assert (raw / "finance/a.xls").read_bytes() == BODY


def test_a_changed_file_in_the_folder_is_left_alone_unless_asked(raw: Path, tmp_path: Path) -> None:
    (raw / "a.xls").write_bytes(b"an analyst's own")
    (tmp_path / "saved.xls").write_bytes(BODY)
    wanted = card("a.xls")
    with pytest.raises(Faults, match=r"It was left alone: .* --replace"):
        get(raw, wanted, saved=tmp_path)
    assert (raw / "a.xls").read_bytes() == b"an analyst's own"
    carry_out(plan([wanted], raw, saved=tmp_path, replace=True), raw, Notes())
    assert state(wanted.files[0], raw) == "present"


def test_a_path_that_leads_out_of_the_folder(raw: Path) -> None:
    with pytest.raises(ConfigError, match=r"'\.\./a\.xls' leads out of the folder"):
        plan([card("../a.xls")], raw)


def test_a_path_with_two_contents(raw: Path) -> None:
    other = card("a.xls", body=b"other", id="more")
    with pytest.raises(ConfigError, match=r"a\.xls has one content on card returns and another on more"):
        plan([card("a.xls"), other], raw)
    assert len(plan([card("a.xls"), card("a.xls", id="again")], raw)) == 1


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "raw").touch()
    with pytest.raises(SourceError, match=r"raw cannot be filled .* --raw"):
        get(tmp_path / "raw", card("a.xls"))


def test_a_folder_that_cannot_be_written(raw: Path, publisher: Publisher) -> None:
    (raw / "finance").write_text("a file where a folder should be")
    publisher.files = {"finance/a.xls": BODY}
    with pytest.raises(Faults, match=r"finance/a\.xls \(returns\) could not be put into"):
        get(raw, card("finance/a.xls", address=publisher.url))


def test_a_stopped_fetch_keeps_what_has_arrived(
    publisher: Publisher, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Impatient(Notes):
        def arrived(self, file: CardFile, so_far: int) -> None:
            begun.set()
            assert stopped.wait(120)

    class Stopped(ThreadPoolExecutor):
        def shutdown(self, **how: Any) -> None:  # type: ignore[override]
            stopped.set()  # only now: all downloads have been told
            super().shutdown(**how)

    def interrupted(*_: object) -> list[object]:
        assert begun.wait(120)
        raise KeyboardInterrupt

    stopped, begun = threading.Event(), threading.Event()
    publisher.files = {"a.xls": BODY}
    steps = plan([card("a.xls", address=publisher.url)], raw)
    monkeypatch.setattr("totalplace_lib.sources.fetch.list", interrupted, raising=False)
    monkeypatch.setattr("totalplace_lib.sources.fetch.ThreadPoolExecutor", Stopped)
    with pytest.raises(KeyboardInterrupt):
        carry_out(steps, raw, Impatient(), THRICE)
    assert [Path(name).parent.name for name in left_over(raw)] == [PARTS]
