"""Kernel manager and client for reports: no shared ports, no fixed waits.

Kernels that run side by side must not share anything. TCP ports are chosen before they are bound, and two
processes can choose the same one (papermill issue 511); socket files in a folder of their own cannot collide.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import Type

from totalplace_lib.publish.kernels.provisioner import NAME, WarmProvisioner

LONGEST_SOCKET_PATH = 100  # Unix allows 107 bytes, the kernel's sockets end in "-ipc-5"


class ReadyClient(AsyncKernelClient):
    """A client that is ready as soon as the kernel is: the stock one always waits a fifth of a second.

    Ready means that a reply to kernel_info was read (the shell channel works) and any message on iopub (the
    subscription works). Replies to repeated requests are harmless: nbclient matches them by their parent.
    """

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        end = time.monotonic() + (timeout or 60)
        step, has_replied = 0.02, False
        while True:
            self.kernel_info()
            try:
                has_replied = has_replied or await self._reply_read(step)
                if has_replied:
                    await self.iopub_channel.get_msg(timeout=step)
                    return
            except Empty:
                step = min(step * 1.5, 1.0)
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > end:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    wait_for_ready = _async_wait_for_ready

    async def _reply_read(self, seconds: float) -> bool:
        message: dict[str, Any] = await self.shell_channel.get_msg(timeout=seconds)
        if message["msg_type"] != "kernel_info_reply":
            return False
        self._handle_kernel_info_reply(message)
        return True


class ReportKernelManager(AsyncKernelManager):
    """Kernel manager with ReadyClient, whose kernels come from our provisioner."""

    client_class = "totalplace_lib.publish.kernels.manager.ReadyClient"
    client_factory = Type(ReadyClient, klass="jupyter_client.client.KernelClient")

    async def _async_wait(self, pollinterval: float = 0.1) -> None:
        """Stock: asks ten times a second whether a kernel has ended. A forked one says so itself."""
        if isinstance(self.provisioner, WarmProvisioner) and self.provisioner.is_forked:
            await self.provisioner.wait()
        else:
            await super()._async_wait(pollinterval)

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """The kernelspec, with our provisioner unless it names one itself."""
        spec: KernelSpec | None = super().kernel_spec
        if spec is not None:
            spec.metadata.setdefault("kernel_provisioner", {"provisioner_name": NAME, "config": {}})
        return spec

    def use_folder(self, folder: Path) -> None:
        """Keep connection file and sockets in this folder, which must be the kernel's own."""
        self.connection_file = str(folder / "kernel.json")
        if os.name == "posix" and len(os.fsencode(folder)) <= LONGEST_SOCKET_PATH - len("/kernel-ipc-5"):
            self.transport = "ipc"
