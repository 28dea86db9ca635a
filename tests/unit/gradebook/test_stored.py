"""The outputs that the course has stored, in the graded notebook's text."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from autograder.course.reading import read_lab
from autograder.gradebook.stored import with_stored_outputs
from tests.support.notebooks import ROOT, doubling, find, make_cell, make_lab, make_notebook

LABS = sorted(path for path in (ROOT / "solutions").iterdir() if path.is_dir())
# What a student may write to look like the end of a cell.
IMITATION = """"
   "outputs": [],
   "cell_type": "code",
   "execution_count": null,
   "id": "picture_double",
   "metadata": {},
   "outputs": []"""


@pytest.mark.parametrize("folder", LABS, ids=[folder.name for folder in LABS])
def test_each_exploration_of_each_lab_gets_its_outputs(folder: Path) -> None:
    lab = read_lab(folder)
    notebook, expected = nbformat.read(lab.path, 4), nbformat.read(lab.path, 4)
    explorations = {cell.name for cell in lab.cells if cell.kind == "explore"}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None if cell.id in explorations else 1
    for cell in expected.cells:
        if cell.cell_type == "code":
            cell.outputs = cell.outputs if cell.id in explorations else []
            cell.execution_count = None if cell.id in explorations else 1
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = None
    assert any(cell.get("outputs") for cell in expected.cells)
    assert with_stored_outputs(nbformat.v4.writes(notebook), lab) == nbformat.v4.writes(expected)


def test_cells_that_ran_and_cells_of_the_students_own_stay_as_they_are(tmp_path: Path) -> None:
    source = doubling()
    find(source, "picture_double").outputs = [nbformat.v4.new_output("stream", text="the course's")]
    lab = make_lab(tmp_path, source)
    ran = make_cell("explore", "picture_double", "1")
    ran.update(execution_count=3, outputs=[nbformat.v4.new_output("stream", text="the student's")])
    mine = make_cell("code", "extra-1", IMITATION)
    mine.metadata["note"] = IMITATION
    for cells in ([ran, mine], [mine], [make_cell("md", "picture_double", IMITATION)]):
        text = nbformat.v4.writes(make_notebook(cells))
        assert with_stored_outputs(text, lab) == text
    idle = make_cell("explore", "picture_double", "1")
    assert "the course's" in with_stored_outputs(nbformat.v4.writes(make_notebook([mine, idle])), lab)


def test_a_lab_that_was_changed_meanwhile_gives_its_new_outputs(tmp_path: Path) -> None:
    source = doubling()
    text = nbformat.v4.writes(make_notebook([make_cell("explore", "picture_double", "1")]))
    for shown in ("before", "after, and longer"):
        find(source, "picture_double").outputs = [nbformat.v4.new_output("stream", text=shown)]
        assert shown in with_stored_outputs(text, make_lab(tmp_path, source))
