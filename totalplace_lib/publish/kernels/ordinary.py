"""An ordinary kernel, started cold, with the same limits as a forked one: python -m ...kernels.ordinary -f FILE"""

from __future__ import annotations

import os
import sys

from totalplace_lib.publish.kernels.limits import MEMORY_VARIABLE, die_with_parent, limit_memory


def main() -> None:
    """As ipykernel_launcher does."""
    die_with_parent()
    memory_mb = int(os.environ.get(MEMORY_VARIABLE, "0"))
    if memory_mb:
        limit_memory(memory_mb)
    del sys.path[0]
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance()


if __name__ == "__main__":
    main()
