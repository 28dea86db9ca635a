#!/usr/bin/env bash
# nbgrader 0.9.6, Python 3.11.
#
# A test cell that passes has no points where anything was written to stderr while it ran: a warning of a library is
# enough, and so is progress that is shown there. The same cell without the warning has all points. Who looks at the
# notebook sees no error.
#
# Seen, of two cells worth 3 points whose assertion holds:
#   without a warning   3.0 of 3.0
#   with a warning      0 of 3.0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet nbgrader==0.9.6 ipykernel==7.4.0
cd "$folder"
PATH="$folder/venv/bin:$PATH" "$folder/venv/bin/python" - <<'PYTHON'
import nbformat
from nbclient import NotebookClient
from nbgrader.utils import determine_grade

ANSWER = "import warnings\n\ndef double(x):\n    if isinstance(x, str):\n        warnings.warn('a text')\n    return 2 * x"
CELLS = {"without a warning": "assert double(2) == 4", "with a warning": "assert double('2') == '22'"}
cells = [nbformat.v4.new_code_cell(ANSWER)]
for number, source in enumerate(CELLS.values()):
    grade = {"grade": True, "grade_id": f"test_{number}", "points": 3, "solution": False, "locked": True}
    cells.append(nbformat.v4.new_code_cell(source, metadata={"nbgrader": {**grade, "schema_version": 3}}))
notebook = nbformat.v4.new_notebook(cells=cells)
NotebookClient(notebook, kernel_name="python3").execute()  # raises where a cell does
grades = [determine_grade(cell) for cell in notebook.cells[1:]]
for name, (points, most) in zip(CELLS, grades, strict=True):
    print(f"{name:18}  {points} of {most}")
assert grades == [(3.0, 3.0), (0, 3.0)], "this changed"
PYTHON
