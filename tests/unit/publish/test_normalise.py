"""What differs between two equal runs is taken out of an executed notebook, and nothing else."""

from __future__ import annotations

import nbformat

from totalplace_lib.publish.normalise import normalise, without_process_number


def test_times_ids_and_paths_go_and_results_stay() -> None:
    warning = nbformat.v4.new_output(
        "stream", name="stderr", text="/tmp/ipykernel_4711/123.py:1: UserWarning"
    )
    widget = nbformat.v4.new_output(
        "display_data",
        {"text/plain": "Slider", "application/vnd.jupyter.widget-view+json": {"model_id": "f3"}},
    )
    error = nbformat.v4.new_output("error", ename="E", evalue="", traceback=["File /tmp/ipykernel_1/2.py:3"])
    cell = nbformat.v4.new_code_cell("1", outputs=[warning, widget, error])
    cell.metadata = nbformat.from_dict({"papermill": {"duration": 1}, "execution": {}, "tags": ["kept"]})
    notebook = nbformat.v4.new_notebook(cells=[cell, nbformat.v4.new_markdown_cell("text")])
    notebook.metadata = nbformat.from_dict(
        {"papermill": {"input_path": "/x"}, "widgets": {}, "kernelspec": {"name": "k", "display_name": "K"}}
    )

    normalise(notebook)
    assert [one.id for one in notebook.cells] == ["cell-001", "cell-002"]
    assert notebook.metadata == {"kernelspec": {"name": "k", "display_name": "K"}}
    assert notebook.cells[0].metadata == {"tags": ["kept"]}
    assert notebook.cells[0].outputs[0].text == "cell.py:1: UserWarning"
    assert notebook.cells[0].outputs[1].data == {"text/plain": "Slider"}
    assert notebook.cells[0].outputs[2].traceback == ["File cell.py:3"]
    nbformat.validate(notebook)


def test_windows_paths_too() -> None:
    assert without_process_number(r"C:\Users\x\Temp\ipykernel_99\42.py:7") == "cell.py:7"
    assert without_process_number("nothing of the kind") == "nothing of the kind"
