"""A publisher's web server on this machine that misbehaves as told: for the tests of totalplace fetch."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Publisher:
    """Files by path, and for each path the answers to give before behaving well.

    Answers: 404 or 500 (that status), "stall" (half, then silence), "cut" (half, then hang up), "cut-unsaid" (half,
    with no length given), "moved" (a redirect to the same file), "no-resume" (the whole file whatever was asked).
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.answers: dict[str, deque[int | str]] = defaultdict(deque)
        self.asked: list[tuple[str, str]] = []
        self.closing = threading.Event()
        self.url = ""


@contextmanager
def publishing() -> Iterator[Publisher]:
    """A running server; its address is url."""
    publisher = Publisher()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(publisher))
    publisher.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield publisher
    finally:
        publisher.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(publisher: Publisher) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, asked = self.path.lstrip("/").removeprefix("moved/"), self.headers.get("Range", "")
            publisher.asked.append((self.path.lstrip("/"), asked))
            answers = publisher.answers[path]
            how = answers.popleft() if answers else "well"
            if isinstance(how, int) or path not in publisher.files:
                self.send_error(how if isinstance(how, int) else 404)
            elif how == "moved":
                self.send_response(302)
                self.send_header("Location", f"/moved/{path}")
                self.end_headers()
            else:
                self._send(publisher.files[path], "" if how == "no-resume" else asked, str(how))

        def _send(self, data: bytes, asked: str, how: str) -> None:
            start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
            if asked and start >= len(data):
                self.send_error(416)
                return
            body = data[start:]
            self.send_response(206 if asked else 200)
            if asked:
                self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
            if how != "cut-unsaid":
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body if how in ("well", "no-resume") else body[: len(body) // 2])
            self.wfile.flush()
            if how == "stall":
                publisher.closing.wait(20)

        def log_message(self, format: str, *words: Any) -> None:
            pass

    return Handler
