#!/usr/bin/env bash
# nbgrader 0.9.6, Python 3.11.
#
# The delimiters of a hidden region are looked for anywhere in a line, so a comment that only mentions the end of the region
# ends it. What follows is released to students, up to the real end, which is then taken out as well; nothing is said.
#
# Seen, of a test cell whose first hidden line is a comment that names the closing delimiter:
#   assert f(1) == 1
#   assert f(2) == 4     <- stood in the hidden region
#   assert f(3) == 9
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet nbgrader==0.9.6
"$folder/venv/bin/python" - <<'PYTHON'
import nbformat
from nbgrader.preprocessors import ClearHiddenTests

SOURCE = """\
assert f(1) == 1
### BEGIN HIDDEN TESTS
# all of this is hidden, up to the line END HIDDEN TESTS
assert f(2) == 4
### END HIDDEN TESTS
assert f(3) == 9"""
grade = {"grade": True, "grade_id": "test_f", "points": 1, "solution": False, "locked": True, "schema_version": 3}
cell = nbformat.v4.new_code_cell(SOURCE, metadata={"nbgrader": grade})
released, _ = ClearHiddenTests().preprocess(nbformat.v4.new_notebook(cells=[cell]), {})
print(released.cells[0].source)
assert released.cells[0].source.splitlines() == ["assert f(1) == 1", "assert f(2) == 4", "assert f(3) == 9"]
PYTHON
