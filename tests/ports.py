"""Ports of this machine for the servers that tests start."""

from __future__ import annotations

import itertools
import os
import socket

# A range for each process of the tests, below the ports that the system gives to whoever connects to somebody.
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 10
_ports = itertools.cycle(range(20_000 + 1_000 * _WORKER, 21_000 + 1_000 * _WORKER))
for _ in range(os.getpid() % 1_000):  # another session of tests on this machine begins elsewhere
    next(_ports)


def free_port() -> int:
    """A port that is given once and that nobody else takes before the server has it."""
    return next(port for port in _ports if not listens(port))


def listens(port: int) -> bool:
    """Whether somebody answers there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
