"""What the warm parent does once, so that no report has to: imports, what is slow the first time, shared work.

Nothing here may start a thread (the parent could not fork any more) or leave a figure, a random state or a
setting behind. Tables and config may be read through project.remembered only: it notes them for each report.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from totalplace_lib.checksums import prove_all
from totalplace_lib.publish.startup import import_jsonschema_quickly

_IMPORTS = (
    "IPython.core.completerlib",
    "IPython.core.magics",
    "matplotlib_inline.backend_inline",
    "totalplace_lib.present.plain_sheet",
    "totalplace_lib.publish.execute",
    "totalplace_lib.publish.shell",
    "totalplace_lib.publish.site.front_door",
)


def warm_up(modules: Iterable[str]) -> None:
    """Import what reports and the notebooks of this batch need; render and draw for the first time."""
    import_jsonschema_quickly()
    for module in _IMPORTS:
        importlib.import_module(module)
    for name in modules:
        with contextlib.suppress(ImportError):  # it stands in a module, or is optional and not there
            importlib.import_module(name)
    home = os.environ.get("TOTALPLACE_HOME")
    if home:  # a batch says where its tables are: no report has to prove them again
        prove_all(Path(home, "data", "processed"))
    _render()
    if "matplotlib.pyplot" in sys.modules:
        _draw()


@contextlib.contextmanager
def arrow_groups_on_one_thread() -> Iterator[None]:
    """Around all that the parent computes: pandas hands the grouping of text columns to Arrow, which would start a
    pool of threads for it."""
    from pyarrow import acero

    stock = acero._group_by
    acero._group_by = lambda table, aggregates, keys, use_threads=True: stock(table, aggregates, keys, False)
    try:
        yield
    finally:
        acero._group_by = stock


def _render() -> None:
    """Templates, the schema of notebooks and the checks of pages are compiled at first use."""
    import nbformat

    from totalplace_lib.publish.page_checks import check_report
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
