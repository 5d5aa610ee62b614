"""Hosts that never answer are given up together; one that has answered is given time."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from totalplace_lib.errors import Faults, SourceError, UsageError
from totalplace_lib.sources import reach
from totalplace_lib.sources.cards import Card, CardFile
from totalplace_lib.sources.fetch import carry_out, plan
from totalplace_lib.sources.reach import Reach, knock


def made_card(card_id: str, path: str, address: str) -> Card:
    file = CardFile(path, "0" * 64, 10, "2008-09", "official", address)
    return Card(card_id, "The Publisher", "A return", "https://example.org/return", "OGL", "Nobody", (file,))


@pytest.fixture
def mute() -> Iterator[str]:
    """The address of somebody who takes calls and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def test_who_is_there(mute: str) -> None:
    host, port = mute.split(":")
    assert knock(host, int(port), 60) == "open"
    assert knock("127.0.0.1", 1, 60) == "refused"


def test_a_name_that_takes_for_ever_to_look_up_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()

    def slow(*_: object, **__: object) -> socket.socket:
        ended.wait(30)
        return socket.socket()

    monkeypatch.setattr(reach.socket, "create_connection", slow)
    assert knock("somewhere", 80, 0.1) == "silent"
    ended.set()


class Nobody:
    """A watcher."""

    def arrived(self, file: object, so_far: int) -> None:
        raise AssertionError("nothing can arrive")

    def done(self, file: object, how: str) -> None:
        assert how == "failed"


def test_a_mute_host_is_asked_once_for_all_its_files(
    mute: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    get = requests.get

    def noted(url: str, **options: object) -> object:
        asked.append(url)
        return get(url, **options)

    monkeypatch.setattr(requests, "get", noted)
    cards = [made_card(f"c{number}", f"{number}.xls", f"http://{mute}/{number}.xls") for number in range(20)]
    with pytest.raises(Faults, match="20 faults") as caught:
        carry_out(plan(cards, tmp_path), tmp_path, Nobody(), reach=Reach(0.2, connect=60))
    assert "does not answer (not a word within 0 seconds)" in str(caught.value)
    assert "--from DIR" in str(caught.value)
    assert len(asked) == 1


def test_many_mute_hosts_are_asked_at_once(tmp_path: Path) -> None:
    """With as many threads as hosts: none waits until another is given up."""
    met = threading.Barrier(12)

    class Together(Reach):
        def _knocked(self, url: str) -> bool:
            met.wait(120)
            return False

    cards = [made_card(f"c{number}", f"{number}.xls", f"http://host{number}/x.xls") for number in range(12)]
    with pytest.raises(Faults, match="12 faults"):
        carry_out(plan(cards, tmp_path), tmp_path, Nobody(), reach=Together())
    assert not met.broken


def test_who_has_answered_once_is_given_time() -> None:
    known = Reach(answer=0.1, connect=60)
    with known.asking("http://127.0.0.1:1/a", 30) as seconds:
        assert seconds == 0.1
    with known.asking("http://127.0.0.1:1/b", 30) as seconds:
        assert seconds == 30
    with pytest.raises(requests.Timeout), known.asking("http://127.0.0.1:1/c", 30):
        raise requests.ReadTimeout  # it may come yet: another attempt
    fresh = Reach(connect=60)
    for _ in range(2):
        with pytest.raises(SourceError, match="does not answer"), fresh.asking("http://127.0.0.1:1/c", 30):
            raise requests.ReadTimeout


def test_the_limits_together_are_under_fifteen_seconds() -> None:
    assert reach.CONNECT + reach.ANSWER < 15


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("foo", "an address is written tcp://HOST:PORT"),
        ("foo:8786", "an address is written tcp://HOST:PORT"),
        ("tcp://foo", "an address is written tcp://HOST:PORT"),
        ("http://foo:8786", "an address is written tcp://HOST:PORT"),
        ("tcp://127.0.0.1:1", "nothing listens at that port"),
        ("tcp://no-such-machine.invalid:8786", "no machine is called no-such-machine.invalid"),
    ],
)
def test_a_cluster_that_is_not_there(address: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="needs the extra [cluster]")
    from totalplace_lib.publish import cluster

    known = socket.getaddrinfo

    def looked_up(host: str, *rest: object, **named: object) -> object:
        if host.endswith(".invalid"):
            raise socket.gaierror(-2, "Name or service not known")
        return known(host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    with pytest.raises(UsageError, match=says), cluster.cluster_executor(address, cluster.Plan(())):
        pass
