"""The environment in which every report runs, so that it gives the same bytes in every run and process.

One thread per report: the batch already uses all cores, and the warm parent must stay single-threaded.
"""

from __future__ import annotations

import calendar
import os
import time
from pathlib import Path

_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def report_environment(home: Path, data_version: str, scratch: Path) -> dict[str, str]:
    """Variables for workers and kernels. Dates inside pictures are the data's, not the clock's.

    scratch  where temporary files go: removed with the batch, whatever became of its processes
    """
    return {
        **dict.fromkeys(_ONE_THREAD, "1"),
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(_epoch(data_version)),
        "TMPDIR": os.fspath(scratch),
        "TOTALPLACE_HOME": os.fspath(home),
        "TZ": "Europe/London",
    }


def _epoch(data_version: str) -> int:
    """Midnight of the newest publication, in seconds since 1970; 1 January 2010 where there is none."""
    return calendar.timegm(time.strptime(data_version or "2010-01-01", "%Y-%m-%d"))
