"""Every version is kept; a later one supersedes, none is changed; two at once lose nothing; killed, nothing is half."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cell_runs import eventually

from totalplace_lib.errors import TableError, UsageError
from totalplace_lib.returns import deliveries
from totalplace_lib.returns.answers import Between, Choice, Figure, Return, Status

KILLS = int(os.environ.get("TOTALPLACE_KILLS", "20"))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(deliveries, "folder", lambda: tmp_path / "kept")
    return tmp_path / "kept"


def answer(body: str = "A", gbp: float = 1.0, status: Status = Status.UNPUBLISHED) -> Return:
    figures = (Figure(6, "J", "All services", "", "both", gbp, plus_minus=0.1),)
    return Return(
        "toyplace",
        "2008-09",
        body,
        str(status),
        "Clerk",
        "2026-01-15",
        "",
        figures,
        (Between(4, "D", "paid to", "B", "All services", 0.5),),
    )


def add(folder: Path, made: Return, name: str = "a.csv", content: str = "") -> deliveries.Delivery | None:
    path = folder.parent / name
    path.write_text(content or repr(made), encoding="utf-8")
    return deliveries.add(path, [made], "me")


def now() -> dict[str, float]:
    return {
        one.answer.body: one.answer.figures[0].gross_gbp for one in deliveries.current("toyplace", "2008-09")
    }


def test_a_later_version_supersedes_and_every_one_is_kept(store: Path) -> None:
    first, second = add(store, answer(gbp=1)), add(store, answer(gbp=2))
    assert first and second
    assert now() == {"A": 2}
    (held,) = deliveries.current("toyplace", "2008-09")
    assert (held.version, held.delivery.number, held.answer) == (2, 2, answer(gbp=2))
    kept = deliveries.deliveries()
    assert [one.returns[0].figures[0].gross_gbp for one in kept] == [1, 2]
    assert all((store / "files" / f"{one.sha256}.csv").is_file() for one in kept)
    assert [
        (row["what"], row["by"], row["filled_in_by"], len(row["sha256"])) for row in deliveries.history()
    ] == [("added", "me", "Clerk", 64)] * 2


def test_the_same_file_again_adds_nothing(store: Path) -> None:
    add(store, answer())
    assert add(store, answer()) is None
    assert len(deliveries.deliveries()) == 1


def test_a_removed_return_is_gone_and_its_history_stays(store: Path) -> None:
    add(store, answer())
    deliveries.remove("toyplace", "2008-09", ["A"], "me", "sent by mistake")
    assert now() == {}
    assert [(row["what"], row["reason"]) for row in deliveries.history()] == [
        ("added", ""),
        ("removed", "sent by mistake"),
    ]
    with pytest.raises(UsageError, match="No return of A is held for toyplace, 2008-09"):
        deliveries.remove("toyplace", "2008-09", ["A"], "me", "again")
    add(store, answer())  # the same file may come back
    assert now() == {"A": 1}


def test_a_choice_lets_in_what_it_says(store: Path) -> None:
    for status in Status:
        add(store, answer(body=str(status), status=status), name=f"{status}.csv")
    let_in = {
        choice: [one.answer.body for one in deliveries.current("toyplace", "2008-09", choice)]
        for choice in Choice
    }
    assert let_in == {
        Choice.NONE: [], Choice.PUBLISHED: ["published"], Choice.PARTNERS: ["published", "unpublished"],
        Choice.ALL: ["confidential", "published", "unpublished"],
    }  # fmt: skip


def test_an_altered_delivery_is_an_error_that_names_it(store: Path) -> None:
    add(store, answer(gbp=1))
    path, altered = store / "0001.json", store / "altered"
    altered.write_text(path.read_text().replace('"gross_gbp": 1', '"gross_gbp": 9'))
    altered.replace(path)  # as long, and in the same tick of the file system's clock
    with pytest.raises(
        TableError, match=r"0001\.json cannot be read \(its content is not what was written\)"
    ):
        deliveries.deliveries()


def test_only_its_owner_reads_the_store_and_git_leaves_it_out(store: Path) -> None:
    add(store, answer())
    assert store.stat().st_mode & 0o077 == 0
    assert (store / "0001.json").stat().st_mode & 0o077 == 0
    assert (store / ".gitignore").read_text() == "*\n"
    subprocess.run(["git", "init", "-q", str(store.parent)], check=True)
    told = subprocess.run(
        ["git", "-C", str(store.parent), "status", "--porcelain", "-uall"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert "kept" not in told.stdout


def _in_a_process(work: Callable[[], None]) -> multiprocessing.Process:
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    return process


def test_two_people_adding_at_once_lose_nothing(store: Path) -> None:
    def many(who: str) -> Callable[[], None]:
        return lambda: (
            [add(store, answer(body=f"{who}{number}"), name=f"{who}.csv") for number in range(25)] and None
        )

    processes = [_in_a_process(many(who)) for who in ("x", "y")]
    for process in processes:
        process.join(600)
        assert process.exitcode == 0
    assert [one.number for one in deliveries.deliveries()] == list(range(1, 51))
    assert len(now()) == 50


def test_what_a_killed_process_left_is_taken_away_and_what_another_writes_is_not(store: Path) -> None:
    add(store, answer())
    left = [store / ".delivery-abc", store / ".index-abc", store / "files" / ".0f-abc"]
    for path in left:
        path.write_text("draft", encoding="utf-8")
        os.utime(path, (0, 0))
    (store / ".delivery-now").write_text("another's", encoding="utf-8")
    add(store, answer(gbp=2))
    assert {path.name for path in store.rglob(".*")} == {".gitignore", ".delivery-now"}
    assert now() == {"A": 2}


def test_killed_at_random_moments_the_state_is_the_old_or_the_new_one(store: Path) -> None:
    """Each delivery holds two bodies with the same figure: a state between would show two figures."""
    chance = random.Random(7)
    last = 0.0

    def forever(start: int) -> Callable[[], None]:
        def work() -> None:
            path = store.parent / "a.csv"
            for number in range(start, start + 10_000):
                path.write_text(str(number), encoding="utf-8")
                deliveries.add(path, [answer("A", number), answer("B", number)], "me")

        return work

    for round_number in range(KILLS):
        process = _in_a_process(forever(int(last) + 1))
        if round_number == KILLS - 1:  # a slow machine may have had no time for one so far
            assert eventually(lambda: now() != {})
        time.sleep(chance.uniform(0.0, 0.12))
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        state = now()
        assert len(set(state.values())) <= 1
        assert set(state) in (set(), {"A", "B"})
        figure = state.get("A", 0.0)
        assert figure >= last
        last = figure
        numbers = [one.number for one in deliveries.deliveries()]
        assert numbers == list(range(1, len(numbers) + 1))
    assert last > 0
