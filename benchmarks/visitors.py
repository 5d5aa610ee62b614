"""What visitors of the served explorer cost: memory of each kernel and of all, how many are let in, when they end.

    python benchmarks/visitors.py [--visitors 20] [--most 12] [--idle 60]

Starts Voila as `make app` does, opens the page for one visitor after another without waiting for the years to be made
ready, waits, and looks at the memory that is each process's own (unique set size).
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import psutil

_PATIENCE = 240


def main() -> None:
    asked = _arguments()
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    limits = [f"--LimitedKernels.most={asked.most}", f"--LimitedKernels.cull_idle_timeout={asked.idle}"]
    culling = ["--LimitedKernels.cull_interval=10", f"--port={port}", "--no-browser", "--Voila.ip=127.0.0.1"]
    server = subprocess.Popen(
        [sys.executable, "-m", "voila", "notebooks/explore.ipynb", *limits, *culling],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _visit(f"http://127.0.0.1:{port}/", asked.visitors)
        time.sleep(asked.wait)
        _say(server.pid, f"{asked.wait} s later")
        time.sleep(asked.idle + 30)
        _say(server.pid, f"after {asked.idle} s of nobody asking anything")
    finally:
        server.terminate()
        server.wait(60)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--most", type=int, default=12, help="kernels at once")
    parser.add_argument("--idle", type=int, default=60, help="seconds after which an idle kernel ends")
    parser.add_argument("--wait", type=int, default=20, help="seconds to wait before memory is looked at")
    return parser.parse_args()


def _visit(address: str, number: int) -> None:
    """Open the page so many times, one after the other; say who was let in."""
    answers, begun = [], time.perf_counter()
    while time.perf_counter() - begun < 60:
        try:
            socket.create_connection(("127.0.0.1", int(address.rsplit(":", 1)[1].strip("/"))), 1).close()
            break
        except OSError:
            time.sleep(0.5)
    for _ in range(number):
        start = time.perf_counter()
        answers.append((_status(address), time.perf_counter() - start))
    let_in = [seconds for status, seconds in answers if status == 200]
    others = sorted({status for status, _ in answers if status != 200})
    print(
        f"{number} visitors: {len(let_in)} let in, {number - len(let_in)} answered with {others or 'nothing else'}"
    )
    print(f"page after {min(let_in):.1f} to {max(let_in):.1f} s")


def _status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=_PATIENCE) as page:
            page.read()
            return int(page.status)
    except urllib.error.HTTPError as error:
        return error.code


def _say(server: int, when: str) -> None:
    """Memory of the server's kernels."""
    kernels = [
        one
        for one in psutil.Process(server).children(recursive=True)
        if "ipykernel" in " ".join(one.cmdline())
    ]
    sizes = sorted(one.memory_full_info().uss / 1e6 for one in kernels)
    told = f", {sizes[0]:.0f} to {sizes[-1]:.0f} MB each, {sum(sizes) / 1000:.1f} GB in all" if sizes else ""
    print(f"{when}: {len(sizes)} kernels{told}", flush=True)


if __name__ == "__main__":
    main()
