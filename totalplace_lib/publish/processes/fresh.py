"""A process that was started to make one thing: python -m totalplace_lib.publish.processes.fresh

On standard input the path of imports and then the call, pickled; on standard output its answer, pickled.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys

from totalplace_lib.publish.processes.answer import answer_bytes
from totalplace_lib.publish.processes.limits import die_with_starter


def main() -> None:
    """Take the call, make it, answer."""
    die_with_starter(signal.SIGTERM)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal reaches all: the driver decides
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)  # what is printed is no answer
        sys.path[:], call = pickle.load(sys.stdin.buffer)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        out.write(answer_bytes(*pickle.loads(call)))


if __name__ == "__main__":
    main()
