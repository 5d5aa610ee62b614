"""How many visitors the explorer serves at once. Each has a kernel of their own, and memory has an end.

voila.json names this class and says how many kernels it keeps and after how long an idle one ends.
"""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError
from traitlets import Int


class LimitedKernels(AsyncMappingKernelManager):
    """Kernels for as many visitors as there is memory for; the next one is told to come back later."""

    most = Int(12, config=True, help="How many kernels run at once.")
    _starting = 0

    async def start_kernel(self, **options: Any) -> str:  # type: ignore[override]
        """Start one. HTTPError 503 when as many run, or are about to, as may."""
        if len(self) + self._starting >= self.most:
            raise HTTPError(503, reason=f"All {self.most} places are taken. Try again in some minutes")
        self._starting += 1
        try:
            return str(await super().start_kernel(**options))
        finally:
            self._starting -= 1
