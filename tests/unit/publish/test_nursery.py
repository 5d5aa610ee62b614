"""Warm parents that end, and when: each call learns that its host was lost, and the next worker gets another one."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

import pytest

from totalplace_lib.publish.kernels import worker as kernels_worker
from totalplace_lib.publish.kernels.handle import NotForkedError
from totalplace_lib.publish.kernels.worker import Nursery, WarmWorker
from totalplace_lib.publish.workers import HostLostError, SpawnedWorker


class Parent:
    """Never forks: it has ended, or found threads."""

    control = SimpleNamespace(fileno=lambda: 0)
    is_closed = False

    def __init__(self, *_: object) -> None:
        self.asked: list[object] = []
        self.threads: Sequence[str] = ()

    def why_not(self) -> str:
        return ", ".join(self.threads)

    def fork(self, *_: object, shared: object) -> None:
        self.asked.append(shared)
        raise NotForkedError("it did not fork", self.threads)

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def nursery(monkeypatch: pytest.MonkeyPatch) -> Nursery:
    monkeypatch.setattr(kernels_worker, "can_fork", lambda: True)
    monkeypatch.setattr(kernels_worker, "OwnedParent", Parent)
    return Nursery((), {}, lambda function, args: [{"function": "a:b", "options": {}}])


def call(worker: object) -> object:
    assert isinstance(worker, WarmWorker)
    return worker.call(abs, (1,)).error


def parent_of(worker: object) -> Parent:
    assert isinstance(worker, WarmWorker)
    return worker._parent  # type: ignore[return-value]


def test_two_that_waited_for_one_parent_share_nothing_with_the_next(nursery: Nursery) -> None:
    first, second = nursery.worker(), nursery.worker()
    assert parent_of(first) is parent_of(second)
    assert isinstance(call(first), HostLostError)
    next_one = nursery.worker()
    assert isinstance(call(second), HostLostError)  # hears of the old one's end when the new one is there
    assert parent_of(first).is_closed
    assert not parent_of(next_one).is_closed
    assert parent_of(nursery.worker()) is parent_of(next_one)
    call(next_one)
    assert [len(asked) for asked in parent_of(first).asked] == [1, 0]  # type: ignore[arg-type]
    assert parent_of(next_one).asked == [()]


def test_after_three_no_other_parent_is_tried(nursery: Nursery) -> None:
    for _ in range(3):
        assert isinstance(call(nursery.worker()), HostLostError)
    ordinary = nursery.worker()
    assert isinstance(ordinary, SpawnedWorker)
    ordinary.close()


def test_threads_end_no_parent_but_share_nothing(nursery: Nursery) -> None:
    worker = nursery.worker()
    parent_of(worker).threads = ["it has another thread"]
    assert isinstance(call(worker), HostLostError)
    assert not parent_of(worker).is_closed
    ordinary = nursery.worker()
    assert isinstance(ordinary, SpawnedWorker)
    ordinary.close()


def test_a_closed_nursery_starts_no_parent(nursery: Nursery) -> None:
    worker = nursery.worker()
    nursery.close()
    assert parent_of(worker).is_closed
    ordinary = nursery.worker()
    assert isinstance(ordinary, SpawnedWorker)
    ordinary.close()
