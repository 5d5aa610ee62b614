"""What the warm parent does once, so that no report has to: imports, and everything that is slow the first time.

Nothing here may start a thread, read the config or the tables through a cache of the library (a report's reads
would not be noted), or leave a figure, a random state or a setting behind.
"""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Sequence

from totalplace_lib.publish.startup import import_jsonschema_quickly

_A_KERNEL_IMPORTS = (
    "comm",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.historyapp",
    "IPython.core.magics",
    "IPython.core.oinspect",
    "ipykernel.debugger",
    "ipykernel.displayhook",
    "ipykernel.iostream",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "matplotlib_inline.backend_inline",
    "psutil",
    "sqlite3",
)
_A_REPORT_IMPORTS = ("totalplace_lib.publish.execute", "totalplace_lib.publish.kernels.provisioner")


def warm_up(modules: Sequence[str]) -> None:
    """Import what kernels, reports and the notebooks of this batch need; draw one figure."""
    import_jsonschema_quickly()
    for module in (*_A_KERNEL_IMPORTS, *_A_REPORT_IMPORTS, *modules):
        importlib.import_module(module)
    _render()
    if "matplotlib.pyplot" in sys.modules:
        _draw()


def _render() -> None:
    """Templates, the schema of notebooks and the checks of pages are compiled at first use."""
    import nbformat

    from totalplace_lib.publish.checks import check_report
    from totalplace_lib.publish.record import ReportMeta
    from totalplace_lib.publish.render import render_notebook

    shown = nbformat.v4.new_output("display_data", {"text/markdown": "*Warm* $x_1$", "text/plain": "Warm"})
    cell = nbformat.v4.new_code_cell("1 + 1", outputs=[shown])
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("## Warm"), cell])
    read = nbformat.reads(nbformat.writes(notebook), as_version=4)
    check_report(read, render_notebook(read, ReportMeta("here", "Here", "warm", "Warm")))


def _draw() -> None:
    """Font lists, layout and tick machinery are slow the first time.

    No mathematical text: matplotlib would keep its open font files, and forks share the position in a file.
    """
    import matplotlib.backends.backend_agg
    import matplotlib.backends.backend_svg  # noqa: F401
    import matplotlib.pyplot as plt

    with plt.rc_context():
        for form in ("svg", "png"):
            figure, axes = plt.subplots(layout="constrained")
            axes.barh(["Warm £ 0123456789", "Bars"], [1, 2])
            figure.savefig(io.BytesIO(), format=form)
            plt.close(figure)
