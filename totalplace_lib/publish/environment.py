"""The environment in which every report runs, so that it gives the same bytes in every run and process.

One thread per report: the batch already uses all cores, and the warm parent must stay single-threaded.
"""

from __future__ import annotations

import os
from pathlib import Path

_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
_NEW_YEAR_2010 = "1262304000"  # seconds since 1970


def report_environment(home: Path, scratch: Path) -> dict[str, str]:
    """Variables for workers and kernels. Dates inside pictures are one and the same, not the clock's.

    scratch  where temporary files go: removed with the batch, whatever became of its processes
    """
    return {
        **dict.fromkeys(_ONE_THREAD, "1"),
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": _NEW_YEAR_2010,
        "TMPDIR": os.fspath(scratch),
        "TOTALPLACE_HOME": os.fspath(home),
        "TZ": "Europe/London",
    }
