"""The cells of a notebook, run in this process, with the outputs that a kernel would have sent.

The shell is ipykernel's own, so that a cell finds what it finds in JupyterLab; where a kernel has sockets, its session
hands each message to whoever runs the notebook. What the cells' children and C code write to the descriptors 1 and 2
is output too. A cell that asks for input is refused, as in a kernel that nobody sits at.

One notebook for each process: nothing of what the cells change is put back but the streams and the working folder.
"""

from __future__ import annotations

import builtins
import faulthandler
import getpass
import importlib.util
import io
import os
import signal
import sys
import tempfile
import threading
import time
import types
from _thread import interrupt_main
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any, NoReturn

from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from jupyter_client.session import Session
from traitlets import Any as AnyTrait
from traitlets.config import Config

Message = dict[str, Any]
Receive = Callable[[Message], object]
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": sys.version.split()[0],
}
"""What a kernel says of itself, as it stands in an executed notebook."""
_PATH_OF_PYTHON_M = sys.path[0]  # python -m puts the working folder first; a kernel does not have it there
_GRACE = 10  # seconds that a cell has to end by itself when its time is over


class CellTimeoutError(BaseException):
    """A cell took too long. No Exception: a cell that catches all of those is stopped too."""


class EarlyExit(Exception):  # noqa: N818 - as in SystemExit
    """A cell has asked the shell to end."""


class _Session(Session):
    """Hands messages on instead of sending them."""

    receive = AnyTrait()

    def send(self, stream: object, msg_or_type: Any, content: Any = None, *_: object, **__: object) -> Any:
        message = self.msg(msg_or_type, content) if isinstance(msg_or_type, str) else msg_or_type
        self.receive(message)
        return message


class _Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of the cells; with what was written to the descriptor itself."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, name: str, descriptor: int, session: _Session) -> None:
        self.name, self._descriptor, self._session = name, descriptor, session
        self._text: list[str] = []
        self._before = os.dup(descriptor)
        written, self._path = tempfile.mkstemp(prefix="tp-")
        os.dup2(written, descriptor)
        os.close(written)
        self._reader = Path(self._path).open("rb")  # noqa: SIM115 - closed when the cells are done

    def fileno(self) -> int:
        return self._descriptor

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._take()
        self._text.append(text)
        return len(text)

    def _take(self) -> None:
        """What has come to the descriptor since."""
        if told := self._reader.read():
            self._text.append(told.decode("utf-8", "replace"))

    def flush(self) -> None:
        if not self._reader.closed:
            self._take()
        text, self._text = "".join(self._text), []
        if text:
            self._session.send(None, "stream", {"name": self.name, "text": text})

    def give_back(self) -> None:
        """The descriptor as it was."""
        self.flush()
        os.dup2(self._before, self._descriptor)
        os.close(self._before)
        self._reader.close()
        Path(self._path).unlink()


class Cells:
    """Runs one cell after another. receive is given each message of the cell that runs."""

    def __init__(self, shell: ZMQInteractiveShell) -> None:
        self._shell = shell

    def run(self, source: str, seconds: float | None = None) -> dict[str, Any]:
        """Run a cell and tell how it went, as a kernel replies: status, execution_count, ename, evalue, traceback."""
        shell, error = self._shell, None
        try:
            with _time_limit(seconds):
                result = shell.run_cell(source, store_history=True)
            error = result.error_before_exec or result.error_in_exec
            is_shown = shell._last_traceback is not None
        except CellTimeoutError as late:  # between the cell's own lines and the shell's
            error, is_shown = late, False
        if error is None and shell.exit_now:
            error, is_shown = EarlyExit("the cell has called exit()"), False
        if error is not None and not is_shown:
            shell._showtraceback(type(error), error, [f"{type(error).__name__}: {error}"])
        sys.stdout.flush()
        sys.stderr.flush()
        shell.payload_manager.clear_payload()  # type: ignore[union-attr]
        count = {"execution_count": shell.execution_count - 1}
        if error is None and not shell._last_traceback_during_displayhook:
            return {"status": "ok", **count}
        told = {"ename": type(error).__name__, "evalue": str(error), "traceback": shell._last_traceback or []}
        return {"status": "error", **told, **count}


@contextmanager
def cells_here(receive: Receive, folder: str | os.PathLike[str]) -> Iterator[Cells]:
    """A shell in this process, in the working folder of the notebook; each message of the cells goes to receive."""
    session = _Session(receive=receive, key=b"")
    before, streams = Path.cwd(), (sys.stdout, sys.stderr)
    os.chdir(folder)
    time.tzset() if hasattr(time, "tzset") else None
    _new_main()
    shell = _new_shell(session)
    stdout, stderr = _Stream("stdout", 1, session), _Stream("stderr", 2, session)
    sys.stdout, sys.stderr = stdout, stderr
    try:
        yield Cells(shell)
    finally:
        stdout.give_back()
        stderr.give_back()
        sys.stdout, sys.stderr = streams
        os.chdir(before)


def _new_shell(session: _Session) -> ZMQInteractiveShell:
    config = Config({"HistoryManager": {"enabled": False}})  # no data base of what a batch has run
    shell = ZMQInteractiveShell.instance(
        config=config, kernel=SimpleNamespace(eventloop=None), compiler_class=XCachingCompiler
    )
    shell.displayhook.session = session  # type: ignore[attr-defined]
    shell.display_pub.session = session  # type: ignore[attr-defined]
    builtins.input = getpass.getpass = _refuse_input
    pyplot, inline = sys.modules.get("matplotlib.pyplot"), sys.modules.get("matplotlib_inline.backend_inline")
    if pyplot and inline and "inline" in os.environ.get("MPLBACKEND", ""):
        pyplot.install_repl_displayhook()  # what it does at import only where there is a shell by then
        inline._enable_matplotlib_integration()
    return shell


def _refuse_input(prompt: object = "", *_: object, **__: object) -> NoReturn:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


def _new_main() -> None:
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [str(launcher.origin) if launcher else "ipykernel_launcher"]
    if _PATH_OF_PYTHON_M in sys.path:
        sys.path.remove(_PATH_OF_PYTHON_M)
    if "" not in sys.path:  # the working folder, before what is installed, as IPython has it
        packages = (at for at, path in enumerate(sys.path) if "site-packages" in path)
        sys.path.insert(next(packages, len(sys.path)), "")
    main = types.ModuleType("__main__")
    main.__dict__["__builtins__"] = builtins
    sys.modules["__main__"] = main


@contextmanager
def _time_limit(seconds: float | None) -> Iterator[None]:
    """CellTimeoutError when the time is over; the process ends when that does not help, whatever it is busy with."""
    if not seconds:
        yield
        return
    faulthandler.dump_traceback_later(seconds + _GRACE, exit=True)
    try:
        with _alarm(seconds):
            yield
    finally:
        faulthandler.cancel_dump_traceback_later()


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> NoReturn:
        raise CellTimeoutError(f"the cell took longer than {seconds:g} seconds")

    if sys.platform != "win32":
        before = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        return
    before = signal.signal(signal.SIGINT, stop)
    timer = threading.Timer(seconds, interrupt_main)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        signal.signal(signal.SIGINT, before)
