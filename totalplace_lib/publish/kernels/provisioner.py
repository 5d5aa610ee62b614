"""The kernel provisioner "totalplace-warm": kernels that are forks of a warm parent, or ordinary ones.

A kernel comes warm when its process was given a warm parent (a worker of a batch) or when the kernelspec asks
for one, which serves JupyterLab and loops over papermill in one process too:

    "metadata": {"kernel_provisioner": {"provisioner_name": "totalplace-warm",
                                        "config": {"imports": ["pandas", "matplotlib.pyplot"]}}}

Otherwise, and wherever a fork is impossible or unsafe, it is an ordinary kernel with the same results.
"""

from __future__ import annotations

import atexit
import functools
import os
import sys
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import List, Unicode

from totalplace_lib.publish.kernels.handle import (
    ForkedProcess,
    NotForkedError,
    OwnedParent,
    WarmParent,
    adopted_parent,
    can_fork,
)
from totalplace_lib.publish.kernels.limits import MEMORY_VARIABLE

NAME = "totalplace-warm"
_LAUNCHER = "ipykernel_launcher"


class WarmProvisioner(LocalProvisioner):
    """Registered by entry point as the kernel provisioner "totalplace-warm"."""

    imports = List(Unicode(), help="Modules that the warm parent imports before it forks.").tag(config=True)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel where that is possible, else start it as usual."""
        if _LAUNCHER not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        parent = adopted_parent() or _own_parent(tuple(self.imports))
        if parent is not None and cmd[0] == sys.executable:
            try:
                return await self._fork(parent, cmd, **kwargs)
            except NotForkedError as reason:
                self.log.warning("An ordinary kernel is used: %s", reason)
        ordinary = [*cmd[: cmd.index(_LAUNCHER)], "totalplace_lib.publish.kernels.ordinary"]
        return await super().launch_kernel(ordinary + cmd[cmd.index(_LAUNCHER) + 1 :], **kwargs)

    async def _fork(self, parent: WarmParent, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        environment = kwargs.get("env") or dict(os.environ)
        folder = str(kwargs.get("cwd") or Path.cwd())
        options = {
            "arguments": cmd[cmd.index(_LAUNCHER) + 1 :],
            "folder": folder,
            "environment": environment,
            "memory_mb": int(environment.get(MEMORY_VARIABLE, "0")),
        }
        process = parent.fork("totalplace_lib.publish.kernels.child:run_kernel", options)
        if not await process.up():
            raise RuntimeError(
                f"the forked kernel ended with exit code {process.returncode} before it was ready"
            )
        self.process = process  # type: ignore[assignment]  # the part of Popen that is used
        self.pid, self.pgid, self.cwd = process.pid, process.pid, folder
        return self.connection_info

    @property
    def is_forked(self) -> bool:
        """Whether the kernel that runs now is a fork."""
        return isinstance(self.process, ForkedProcess)

    async def wait(self) -> int | None:
        """Woken by the warm parent's message instead of asking ten times a second."""
        if not isinstance(self.process, ForkedProcess):
            return await super().wait()
        code = await self.process.ended()
        self.process = None
        return code


@functools.cache
def _own_parent(modules: tuple[str, ...]) -> WarmParent | None:
    """One parent for all kernels of this process that want these modules; None when there is nothing to share."""
    if not modules or not can_fork():
        return None
    parent = OwnedParent(modules, os.environ)
    atexit.register(parent.close)
    return None if parent.why_not() else parent
