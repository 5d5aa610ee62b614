"""Which hosts answer: one that never has is given up for all its files, within 15 seconds in all.

Once a host has answered, patience is another matter (download.Patience): a slow publisher is not an absent one.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import requests

from totalplace_lib.errors import SourceError

CONNECT = 6.0
"""Seconds to look a host up and to connect, all its addresses together."""
ANSWER = 8.0
"""Seconds from there to its first word."""
_PORTS = {"http": 80, "https": 443}


def knock(host: str, port: int, seconds: float = CONNECT) -> str:
    """ "open"; "refused", by a machine that is there; "unknown", a name that nobody has; "silent".

    Looking a name up has no limit of its own, so that a thread does it that nobody waits for longer.
    """
    found: list[str] = []

    def try_it() -> None:
        try:
            socket.create_connection((host, port), timeout=seconds / 2).close()
            found.append("open")
        except ConnectionRefusedError:
            found.append("refused")
        except socket.gaierror:
            found.append("unknown")
        except OSError:
            found.append("silent")

    thread = threading.Thread(target=try_it, daemon=True)
    thread.start()
    thread.join(seconds)
    return found[0] if found else "silent"


class Reach:
    """What is known of the hosts in one fetch; used by several threads."""

    def __init__(self, answer: float = ANSWER, connect: float = CONNECT) -> None:
        self._answer, self._connect = answer, connect
        self._heard: set[str] = set()
        self._silent: dict[str, str] = {}

    @contextmanager
    def asking(self, url: str, silence: float) -> Iterator[float]:
        """Around a request up to its answer; gives the seconds to wait for it. SourceError, at once and for every later
        file, where the host has never answered."""
        host = urlsplit(url).netloc
        if host not in self._heard and host not in self._silent and not self._knocked(url):
            self._silent[host] = f"no connection within {self._connect:.0f} seconds"
        self._check(host)
        try:
            yield silence if host in self._heard else self._answer
        except (requests.Timeout, requests.ConnectionError) as fault:
            if host not in self._heard and isinstance(fault, requests.Timeout):
                self._silent[host] = f"not a word within {self._answer:.0f} seconds"
            self._check(host)
            raise
        self._heard.add(host)

    def _check(self, host: str) -> None:
        if host in self._silent:
            raise SourceError(
                f"{host} does not answer ({self._silent[host]}). Is there a connection, a proxy to be named in "
                "HTTPS_PROXY? Files can also be saved elsewhere and fetched with 'totalplace fetch --from DIR'."
            )

    def _knocked(self, url: str) -> bool:
        """Whether there is any answer at all; of a proxy, a refusal, an unknown name the request itself says more."""
        parts = urlsplit(url)
        if requests.utils.get_environ_proxies(url, no_proxy=None) or parts.hostname is None:
            return True
        try:
            port = parts.port or _PORTS.get(parts.scheme, 80)
        except ValueError:
            return True
        return knock(parts.hostname, port, self._connect) != "silent"
