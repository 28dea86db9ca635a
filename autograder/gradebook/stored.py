"""Exploration cells that the exam did not run, since they show what they show in the course, get these outputs.

They are put into the text: to parse a notebook and write it again would take longer than all else that is recorded.
"""

from __future__ import annotations

import re
from functools import lru_cache

import nbformat
from nbformat import NotebookNode

from autograder.course.model import Lab
from autograder.course.stored import stored_outputs

# A code cell that was not run, as nbformat writes it: keys in order, an indent of one blank.
NOT_RUN = re.compile(
    r'(?P<head>\n   "cell_type": "code",\n   "execution_count": null,\n   "id": "(?P<name>[^"\n]*)",\n'
    r'   "metadata": \{(?:\}|\n(?:    [^\n]*\n)*   \}),\n   "outputs": )\[\]'
)
OUTPUTS = re.compile(r'\n   "outputs": (?P<outputs>.*),\n   "source": ', re.S)


def with_stored_outputs(text: str, lab: Lab) -> str:
    """The notebook `text`, as nbformat writes it, with the outputs of the lab's explorations that were not run."""
    stored = stored_outputs(lab)
    explorations = {cell.name for cell in lab.cells if cell.kind == "explore" and stored.get(cell.name)}
    return NOT_RUN.sub(
        lambda cell: cell["head"] + (_in_json(lab, cell["name"]) if cell["name"] in explorations else "[]"), text
    )


def _in_json(lab: Lab, name: str) -> str:
    return _written(lab, lab.path.stat().st_mtime_ns)[name]


@lru_cache(maxsize=64)
def _written(lab: Lab, time: int) -> dict[str, str]:
    """The outputs by cell, as nbformat writes them in a cell; `time` is that of the lab's file."""
    return {name: _as_written(outputs) for name, outputs in stored_outputs(lab).items()}


def _as_written(outputs: list[NotebookNode]) -> str:
    shown = [
        nbformat.from_dict({**output, "execution_count": None}) if "execution_count" in output else output
        for output in outputs
    ]
    cell = nbformat.from_dict(
        {"cell_type": "code", "execution_count": None, "id": "cell", "metadata": {}, "outputs": shown, "source": ""}
    )
    text = nbformat.v4.writes(nbformat.v4.new_notebook(cells=[cell]))
    match = OUTPUTS.search(text)
    assert match is not None, "nbformat writes a cell's outputs before its source"
    return match["outputs"]
