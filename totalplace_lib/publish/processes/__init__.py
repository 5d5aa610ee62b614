"""One process a report: forks of a warm parent, and fresh interpreters where forking is impossible or unsafe.

pool.py     the executor that a batch hands its calls to; it lives in the driver, and in each worker of a cluster
parent.py   the warm parent: imports, makes what reports share, forks
child.py    what a new process does first, and its answer
fresh.py    the same for a process that was started, not forked
"""
