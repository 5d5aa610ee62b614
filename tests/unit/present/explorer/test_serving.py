"""No more kernels than there is memory for, also when visitors come together; voila.json says how many."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError

from totalplace_lib.present.explorer.serving import LimitedKernels
from totalplace_lib.project import home


@pytest.fixture
def kernels(monkeypatch: pytest.MonkeyPatch) -> LimitedKernels:
    """Kernels that start in no time and run nothing."""

    async def start(self: LimitedKernels, **options: object) -> str:
        await asyncio.sleep(0)
        name = f"kernel-{len(self)}"
        self._kernels[name] = object()
        return name

    monkeypatch.setattr(AsyncMappingKernelManager, "start_kernel", start)
    return LimitedKernels(most=2)


def run(asked: Coroutine[Any, Any, Any]) -> Any:
    """In a thread of its own: a browser test of this process may have left a loop running in the first."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result()


def test_one_more_than_may_run_is_told_to_come_back(kernels: LimitedKernels) -> None:
    async def three() -> list[object]:
        return await asyncio.gather(*(kernels.start_kernel() for _ in range(3)), return_exceptions=True)

    first, second, third = run(three())
    assert isinstance(first, str)
    assert isinstance(second, str)
    assert isinstance(third, HTTPError)
    assert (third.status_code, "Try again" in str(third.reason)) == (503, True)
    kernels._kernels.popitem()
    assert run(kernels.start_kernel())


def test_voila_is_told_of_them_and_ends_idle_ones() -> None:
    from voila.app import Voila
    from voila.configuration import VoilaConfiguration

    told = json.loads((home() / "voila.json").read_text("utf-8"))
    named = told["VoilaConfiguration"]["multi_kernel_manager_class"]
    assert named == f"{LimitedKernels.__module__}.{LimitedKernels.__name__}"
    limits = told["LimitedKernels"]
    assert all(LimitedKernels.class_traits().get(name) is not None for name in limits)
    assert VoilaConfiguration.class_traits().keys() >= told["VoilaConfiguration"].keys()
    assert Voila.class_traits().keys() >= told["Voila"].keys()
    assert limits["most"] > 0
    assert limits["cull_idle_timeout"] > 0
    assert limits["cull_connected"]
