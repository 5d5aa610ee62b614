"""What a freshly forked child does: become a process of its own, then be a kernel or serve one call.

Everything that a cold start would have given it is set anew: process group, signals, open files, environment,
working folder, random state, __main__, sys.argv. What it shares with the parent is imported modules and
read-only memory; writing to it makes a private copy.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import os
import random
import signal
import socket
import sys
import time
import types
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from typing import Any, NoReturn

from totalplace_lib.publish.kernels.limits import die_with_parent, limit_memory

_PATH_OF_PYTHON_M = sys.path[0]  # python -m puts the working folder first; a kernel does not have it there


def begin_child(
    request: Mapping[str, Any], line: socket.socket, others: Sequence[socket.socket], close: Sequence[int]
) -> NoReturn:
    """Called right after the fork; never returns."""
    code = 1
    try:
        _become_independent(close)
        module, function = request["call"].split(":")
        getattr(importlib.import_module(module), function)(line, *others, **request["options"])
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    finally:
        if sys.exc_info()[0] not in (None, SystemExit):
            sys.excepthook(*sys.exc_info())
        sys.stderr.flush()
        os._exit(code)


def _become_independent(close: Sequence[int]) -> None:
    die_with_parent()
    os.setpgid(0, 0)  # interrupts and kills of this group hit this child and what it starts, nothing else
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for descriptor in close:
        os.close(descriptor)
    random.seed()
    if "numpy.random" in sys.modules:  # NumPy's old global generator is not seeded anew by a fork
        sys.modules["numpy.random"].seed()


def serve_call(line: socket.socket, data: socket.socket, control: socket.socket, **_: Any) -> None:
    """Receive (function, args), send the answer. control leads to the warm parent: for the report's kernel."""
    from totalplace_lib.publish.kernels.handle import adopt
    from totalplace_lib.publish.workers import answer_of

    adopt(control)
    with Connection(data.detach()) as connection:
        function, args = connection.recv()
        connection.send(answer_of(function, args))


def run_kernel(
    line: socket.socket, arguments: Sequence[str], folder: str, environment: Mapping[str, str], memory_mb: int
) -> None:
    """Be an IPython kernel, as ipykernel_launcher would; {"up": 1} on the line when its sockets are there."""
    _no_terminal()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    if memory_mb:
        limit_memory(memory_mb)
    _new_main(arguments)
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize(list(arguments))
    _after_shell()
    with contextlib.suppress(OSError):
        line.sendall(b'{"up": 1}\n')  # a client that connects earlier waits for ZeroMQ to try again
    app.start()


def _no_terminal() -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.close(null)


def _new_main(arguments: Sequence[str]) -> None:
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [str(launcher.origin) if launcher else "ipykernel_launcher", *arguments]
    if _PATH_OF_PYTHON_M in sys.path:
        sys.path.remove(_PATH_OF_PYTHON_M)
    main = types.ModuleType("__main__")
    main.__dict__["__builtins__"] = __builtins__
    sys.modules["__main__"] = main


def _after_shell() -> None:
    """What matplotlib does at import only when there is an IPython shell: it was imported before there was one."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    inline = sys.modules.get("matplotlib_inline.backend_inline")
    if pyplot and inline and "inline" in os.environ.get("MPLBACKEND", ""):
        pyplot.install_repl_displayhook()
        inline._enable_matplotlib_integration()
