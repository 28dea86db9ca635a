#!/usr/bin/env bash
# nbgrader 0.9.6 with SQLAlchemy 2.0.51, SQLite.
#
# The tables of gradebook.db have no index on the keys by which nbgrader looks for a submission's parts: SQLite reads the
# grades of all students to find those of one notebook, and again for each of its scores, so that a page with a whole
# class takes time by the square of its size. The unique constraints do not help: that of `grade` begins with the cell.
#
# Seen (SQLite's own plan; with an index it would say SEARCH):
#   grades of one notebook                SCAN grade
#   notebooks of one submission           SCAN submitted_notebook
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet nbgrader==0.9.6 sqlalchemy==2.0.51
export PATH="$folder/venv/bin:$PATH"  # nbgrader starts the program alembic
cd "$folder"
python -W ignore - <<'PYTHON'
import sqlite3

from nbgrader.api import Gradebook

with Gradebook("sqlite:///gradebook.db") as book:
    book.add_assignment("lab")
    book.add_notebook("notebook", "lab")
    book.add_grade_cell("test", "notebook", "lab", max_score=1, cell_type="code")
    book.add_student("ada")
    book.add_submission("lab", "ada")
    assert book.find_submission("lab", "ada").score == 0

database = sqlite3.connect("gradebook.db")
for what, table, key in (
    ("grades of one notebook", "grade", "notebook_id"),
    ("notebooks of one submission", "submitted_notebook", "assignment_id"),
):
    [step] = database.execute(f"explain query plan select * from {table} where {key} = 'x'").fetchall()
    print(f"{what:37} {step[-1]}")
    assert step[-1] == f"SCAN {table}", "this changed"
PYTHON
