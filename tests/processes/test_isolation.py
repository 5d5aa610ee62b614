"""Nothing that one report does reaches another, though both are forks of one parent."""

from __future__ import annotations

import json
import os
import socket
from multiprocessing.connection import Connection
from pathlib import Path

import psutil
from cell_runs import Runner, eventually

from totalplace_lib.publish.processes.parent import Parent
from totalplace_lib.publish.processes.pool import WarmParent

DIRTY = """
import builtins, decimal, json, locale, logging, os, random, sys, warnings
import matplotlib.pyplot as plt, numpy as np, pandas as pd
secret = 42; builtins.evil = 1; os.environ['EVIL'] = '1'; os.chdir('/'); sys.path.append('/evil')
pd.options.display.max_rows = 3; plt.rcParams['figure.dpi'] = 33; plt.figure(); pd.DataFrame.evil = 1
np.random.seed(0); random.seed(0); warnings.simplefilter('ignore'); sys.modules['evilmod'] = sys
logging.getLogger().setLevel(1); decimal.getcontext().prec = 3; sys.setrecursionlimit(3333); json.evil = 1
opened = open('/dev/null')
"""
LOOK = """
import builtins, decimal, json, logging, os, sys
import matplotlib.pyplot as plt, pandas as pd
print([name for name in ('secret', 'opened') if name in globals()], hasattr(builtins, 'evil'))
print(os.environ.get('EVIL'), os.getcwd(), '/evil' in sys.path, 'evilmod' in sys.modules)
print(pd.options.display.max_rows, plt.rcParams['figure.dpi'], plt.get_fignums(), hasattr(pd.DataFrame, 'evil'))
print(hasattr(json, 'evil'), logging.getLogger().level, decimal.getcontext().prec, sys.getrecursionlimit())
"""
RANDOM = """
import random, uuid
import numpy as np
print(np.random.rand(), random.random(), np.random.default_rng().random(), uuid.uuid4(), hash('a'))
"""


def test_a_clean_notebook_sees_nothing_of_a_dirty_one_and_what_a_cold_kernel_sees(run: Runner) -> None:
    assert run(DIRTY).error == ""
    warm, cold = run(LOOK), run(LOOK, engine="nbclient")
    assert warm.error == ""
    assert warm.outputs == cold.outputs
    assert "[] False" in warm.outputs[0]


def test_no_file_is_shared_with_the_parent(run: Runner) -> None:
    # Forks share the position in an open file: two reports that read glyphs from one would read each other's.
    names = "[os.path.realpath(f'/proc/self/fd/{number}') for number in os.listdir('/proc/self/fd')]"
    look = f"import os\nprint(*sorted(name for name in {names} if os.path.isfile(name)))"
    mine = json.loads(run(look).outputs[0])["text"].split()
    assert all(Path(name).name.startswith("tp-") for name in mine)  # what the cells write to descriptors


def test_random_states_differ_and_hashes_do_not(run: Runner) -> None:
    first, second = (json.loads(run(RANDOM).outputs[0])["text"].split() for _ in range(2))
    assert all(one != other for one, other in zip(first[:4], second[:4], strict=True))
    assert first[4] == second[4]


def test_each_report_leads_its_own_process_group(run: Runner) -> None:
    assert "True" in run("import os\nprint(os.getpgid(0) == os.getpid())").outputs[0]


def test_what_a_notebook_starts_ends_with_it(run: Runner) -> None:
    command = ["sleep", f"{os.getpid()}.7"]  # nobody else's
    assert run(f"import subprocess\nsubprocess.Popen({command})").error == ""
    assert eventually(lambda: all(one.info["cmdline"] != command for one in psutil.process_iter(["cmdline"])))


def test_nothing_is_left_in_the_parent(run: Runner, parent: WarmParent) -> None:
    process = psutil.Process(parent.pid)
    run("1")
    assert eventually(lambda: process.children() == [])
    before = process.num_fds()
    for _ in range(3):
        run("1")
    assert eventually(lambda: process.children() == [])
    assert process.num_fds() <= before
    assert process.num_threads() == 1


def test_a_child_is_gone_only_when_its_line_is_closed(parent: WarmParent) -> None:
    # Else whoever looks just after would count a descriptor too many, and its number could be another's already.
    assert parent.call(line_is_closed_when_reaped) == [True]


def line_is_closed_when_reaped() -> list[bool]:
    seen: list[bool] = []
    mine, theirs = socket.socketpair()
    inner, line, reap = Parent(mine), Connection(theirs.detach()), os.waitpid
    inner._lines[os.posix_spawnp("true", ["true"], os.environ)] = line
    os.waitpid = lambda pid, options: (seen.append(line.closed), reap(pid, options))[1]
    while inner._lines:
        inner._reap()
    return seen
