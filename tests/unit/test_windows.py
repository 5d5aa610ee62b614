"""What Windows lacks is hidden from our modules in a fresh process: each is imported there, each command says its help,
and those that need no fork do their work. (On Windows itself these tests hide nothing.)"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow

# What Python has on POSIX only (docs.python.org, "Availability"): our modules find none of it, and a system that says
# it is Windows. The standard library and other packages, which know where they are, find all.
HIDE = """
import builtins, os, signal, socket, sys, types

MODULES = {"resource", "fcntl", "pwd", "grp", "termios", "tty", "pty", "syslog", "crypt", "spwd", "nis", "posix"}
LACKS = {
    "os": {"fork", "forkpty", "killpg", "getpgid", "setsid", "setpgid", "getuid", "geteuid", "wait3", "wait4",
           "register_at_fork", "sched_getaffinity", "getloadavg", "uname", "chown", "statvfs", "mkfifo", "nice",
           "O_NOFOLLOW", "O_DIRECTORY", "O_NONBLOCK", "WNOHANG"},
    "signal": {"SIGKILL", "SIGCHLD", "SIGALRM", "SIGHUP", "SIGUSR1", "SIGUSR2", "setitimer", "ITIMER_REAL",
               "pthread_sigmask"},
    "socket": {"AF_UNIX", "SOCK_SEQPACKET", "send_fds", "recv_fds"},
    "sys": set(),
}
SAYS = {"os": {"name": "nt"}, "sys": {"platform": "win32"}}

class Windows:
    def __init__(self, name):
        vars(self)["_name"] = name
    def __getattr__(self, name):
        if name in LACKS[self._name]:
            raise AttributeError(f"module {self._name!r} has no attribute {name!r} (hidden)")
        return SAYS.get(self._name, {}).get(name, getattr(sys.modules[self._name], name))
    def __setattr__(self, name, value):
        setattr(sys.modules[self._name], name, value)

msvcrt = types.ModuleType("msvcrt")
msvcrt.LK_NBLCK, msvcrt.locking = 2, lambda descriptor, how, size: None
shown = {name: Windows(name) for name in LACKS} | {"msvcrt": msvcrt}
usual = builtins.__import__

def importing(name, globals=None, locals=None, fromlist=(), level=0):
    if os.path.join("totalplace_lib", "") in str((globals or {}).get("__file__", "")) and not level:
        if name in MODULES:
            raise ModuleNotFoundError(f"No module named {name!r} (hidden)", name=name)
        root = name.partition(".")[0]
        if root in shown and (name == root or not fromlist):
            return shown[root]
    return usual(name, globals, locals, fromlist, level)

if os.name != "nt":
    builtins.__import__ = importing
"""


def run(code: str, folder: Path = ROOT, seconds: int = 500) -> str:
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    environment = os.environ | {"PYTHONPATH": paths, "TOTALPLACE_HOME": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", HIDE + code],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout


def test_what_is_hidden_is_hidden_from_us_only(tmp_path: Path) -> None:
    package = tmp_path / "totalplace_lib"
    package.mkdir()
    (package / "probe.py").write_text(
        "import os, signal, sys\nimport os.path\nfound = [sys.platform, os.name]\n"
        "try:\n    import resource\n    found.append('resource')\nexcept ModuleNotFoundError:\n    pass\n"
        "found += [name for name in ('SIGKILL', 'SIGINT') if hasattr(signal, name)]\n"
        "found += [name for name in ('fork', 'getcwd') if hasattr(os, name)]\n"
    )
    code = "import runpy\nimport resource, fcntl, os\nassert os.fork\n"
    code += f"print(runpy.run_path({str(package / 'probe.py')!r})['found'])"
    assert run(code) == "['win32', 'nt', 'SIGINT', 'getcwd']\n"


# Only a Linux process ever imports these: they run in the warm parent and its forks.
FORKS_ONLY = ("publish.processes.parent", "publish.processes.child")


def test_every_module_can_be_imported() -> None:
    code = f"""
import importlib, pkgutil, papermill, totalplace_lib  # papermill loads our engine itself
names = [one.name for one in pkgutil.walk_packages(totalplace_lib.__path__, "totalplace_lib.")]
for name in names:
    if name.removeprefix("totalplace_lib.") not in {FORKS_ONLY!r} and not name.endswith("__main__"):
        importlib.import_module(name)
print(len(names))
"""
    assert int(run(code).splitlines()[-1]) > 200


def test_every_command_says_its_help_and_those_without_forks_work(tmp_path: Path) -> None:
    code = f"""
import contextlib, io
from totalplace_lib import cli

def call(*words):
    sys.argv = ["totalplace", *words]
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            cli.main()
    except SystemExit as left:
        assert not left.code, (words, left.code, out.getvalue()[-500:])
    return out.getvalue()

call("--help")
commands = [one.name for one in cli.app.registered_commands]
for command in commands:
    assert "Usage:" in call(command, "--help"), command
folder = {str(tmp_path)!r}
walked = {{
    "places": ["--kind", "pilot"],
    "count": ["--every", "region"],
    "revisions": ["2012-13"],
    "series": ["luton", "--from", "2007-08", "--to", "2008-09", "--wide"],
    "budgets": ["luton"],
    "split": ["kent", "--into", "config/examples/kent_into_three.toml"],
    "peers": ["luton"],
    "revenue": ["luton", "--year", "2008-09"],
    "outcomes": ["luton", "--year", "2008-09"],
    "diff": ["luton@2007-08", "luton@2008-09", "--limit", "2"],
    "start": [os.path.join(folder, "my place")],
    "sources": ["--raw", folder],
    "run": ["kent", "--dry-run", "--out", os.path.join(folder, "reports")],
}}
for command, words in walked.items():
    assert call(command, *words), command
print(*sorted(set(commands) - set(walked)))
"""
    left = run(code).split()
    # evidence, build and site take minutes and have their own tests; fetch and check need files.
    assert set(left) <= {"evidence", "build", "fetch", "check", "config", "site"}


def test_a_batch_is_made_by_ordinary_processes(tmp_path: Path) -> None:
    """Nothing can be forked: the folder is locked and written all the same, and found right by a second run."""
    code = f"""
import os
from pathlib import Path
from toy_project import ToyProject
from totalplace_lib.publish.batch import run_batch
from totalplace_lib.publish.processes.limits import can_fork

os.environ["TOTALPLACE_HOME"] = str(Path({str(tmp_path)!r}) / "home")
toy = ToyProject(Path(os.environ["TOTALPLACE_HOME"]))
assert not can_fork()
for _ in range(2):
    record = run_batch(toy.plan("here"), toy.out, 1)
    print(*(str(report.state) for report in record.reports), record.exit_code)
"""
    assert run(code).splitlines() == ["made 0", "unchanged 0"]
