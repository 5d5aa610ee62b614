"""What a freshly forked child does: become a process of its own, make what was asked for, answer.

Everything that a cold start would have given it is set anew: process group, signals, open files, random state. What
it shares with the parent is imported modules and read-only memory; writing to it makes a private copy.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any, NoReturn

from totalplace_lib.publish.processes.answer import answer_bytes
from totalplace_lib.publish.processes.limits import die_with_starter


def be_child(
    line: Connection, function: Callable[..., Any], args: tuple[Any, ...], close: Sequence[int]
) -> NoReturn:
    """Called right after the fork; never returns."""
    code = 1
    try:
        _become_independent(close)
        line.send_bytes(answer_bytes(function, args))
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    finally:
        if sys.exc_info()[0] not in (None, SystemExit):
            sys.excepthook(*sys.exc_info())
        sys.stderr.flush()
        os._exit(code)


def _become_independent(close: Sequence[int]) -> None:
    die_with_starter(signal.SIGKILL)
    os.setpgid(0, 0)  # a kill of this group hits this child and what it starts, nothing else
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for descriptor in close:
        os.close(descriptor)
    random.seed()
    if "numpy.random" in sys.modules:  # NumPy's old global generator is not seeded anew by a fork
        sys.modules["numpy.random"].seed()
