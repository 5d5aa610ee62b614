"""One batch at a time in a folder."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from totalplace_lib.errors import UsageError
from totalplace_lib.publish.lock import folder_lock

HOLDER = (
    "import sys, time\nfrom pathlib import Path\nfrom totalplace_lib.publish.lock import folder_lock\n"
    "with folder_lock(Path(sys.argv[1])) as scratch:\n    print(scratch, flush=True)\n    time.sleep(6000)"
)


def test_a_second_batch_refuses_and_names_the_first(tmp_path: Path) -> None:
    refused = pytest.raises(UsageError, match=rf"process {os.getpid()}\).*--wait")
    with folder_lock(tmp_path), refused, folder_lock(tmp_path):
        pass
    with folder_lock(tmp_path):
        pass


def test_or_waits(tmp_path: Path) -> None:
    order = []

    def second() -> None:
        with folder_lock(tmp_path, wait=True):
            order.append("second")

    thread = threading.Thread(target=second)
    with folder_lock(tmp_path):
        thread.start()
        time.sleep(0.3)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_killed_holder_leaves_neither_lock_nor_scratch(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    scratch = Path(holder.stdout.readline().strip())
    (scratch / "left").mkdir()
    with pytest.raises(UsageError, match=f"process {holder.pid}"), folder_lock(tmp_path):
        pass
    holder.kill()
    holder.wait()
    holder.stdout.close()
    assert scratch.is_dir()
    with folder_lock(tmp_path) as own:
        assert own.is_dir()
        assert not scratch.exists()
    assert not own.exists()
