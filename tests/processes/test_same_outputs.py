"""Cells in a report's own process give the same outputs and errors as on papermill's own engine and kernel."""

from __future__ import annotations

from cell_runs import Runner, stable

KINDS = (
    "print('out'); import sys; print('err', file=sys.stderr); print('no newline', end='')",
    "!echo shell",
    "%%bash\necho bash",
    "import warnings; warnings.warn('careful')",
    "import logging; logging.warning('logged')",
    "from IPython.display import *\ndisplay(HTML('<b>h</b>'), Markdown('*m*'), Latex('$x$'), JSON({'a': 1}))",
    "display(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>'))",
    "shown = display('first', display_id='d1'); shown.update('second')",
    "print('gone'); clear_output(); print('kept')",
    "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
    "pd.DataFrame({'a': [1, 2]}).style.set_uuid('t').format('{:.1f}')",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()",
    "plt.plot([1, 3]);",
    "from matplotlib_inline.backend_inline import set_matplotlib_formats as use\nuse('svg')\nplt.plot([1]); plt.show()",
    "%config InlineBackend.figure_formats = ['png']\nplt.plot([2, 1]); plt.show()",
    "import asyncio\nawait asyncio.sleep(.01)\n'awaited'",
    "_, __name__, In[1], '__file__' in globals()",
    "get_ipython().__class__.__name__, sys.argv[0].split('/')[-1]",
    "import ipywidgets\nipywidgets.IntSlider(3)",
    "from tqdm.auto import tqdm\nprint(tqdm.__module__)",
    "import math\nfrom concurrent.futures import ProcessPoolExecutor\n"
    "with ProcessPoolExecutor(2) as pool:\n    print(list(pool.map(math.sqrt, [1, 4])))",
    "import numpy as np\nprint(np.linalg.svd(np.ones((200, 200)))[1][0].round(3))",
    "import threading\none = threading.Thread(target=lambda: display('in a thread'))\none.start(); one.join()",
    "import inspect\ndef f(x):\n    'doc'\n    return 1 / x\nprint(inspect.getsource(f))",
    "f?",
    "import pickle\nclass A: pass\npickle.loads(pickle.dumps(A())).__class__.__module__",
    "[one for one in sys.path if one == '']",
    "import pyarrow as pa, pyarrow.compute as pc\npc.sum(pa.array(range(1000000))).as_py()",
)


def test_every_kind_of_cell_gives_the_same_outputs(run: Runner) -> None:
    warm, stock = run(*KINDS), run(*KINDS, engine="nbclient", coalesce_streams=True)
    assert (warm.error, stock.error) == ("", "")
    for source, one, other in zip(KINDS, warm.notebook.cells[1:], stock.notebook.cells[1:], strict=True):
        assert stable(str(one.outputs)) == stable(str(other.outputs)), source


def test_an_error_has_the_same_name_cell_and_traceback(run: Runner) -> None:
    cells = ("def f(x):\n    return 1 / x", "print('before'); f(0)", "print('never')")
    warm, stock = run(*cells), run(*cells, engine="nbclient")
    assert (warm.error, warm.cell) == (stock.error, stock.cell)
    assert warm.outputs == stock.outputs


def test_input_and_syntax_errors_are_refused_the_same_way(run: Runner) -> None:
    for cell, name in (("input('name?')", "StdinNotImplementedError"), ("def f(:", "SyntaxError")):
        assert run(cell).error == run(cell, engine="nbclient").error == name


def test_what_goes_to_the_descriptors_is_output_in_its_place(run: Runner) -> None:
    cells = (
        "import os, subprocess\nprint('one')\nos.write(1, b'two\\n')\nprint('three')\n"
        "subprocess.run(['echo', 'four'])\nos.write(2, b'five\\n'); None",
        "print('six')",
    )
    outputs = [(one.name, one.text) for cell in run(*cells).notebook.cells for one in cell.get("outputs", [])]
    assert outputs == [("stdout", "one\ntwo\nthree\nfour\n"), ("stderr", "five\n"), ("stdout", "six\n")]
