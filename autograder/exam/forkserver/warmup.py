"""What is slow the first time: the fork server runs it once, so that no fork has to."""

from __future__ import annotations

import sys

import nbformat

from autograder.exam.candidate.shell import Shell
from autograder.exam.examiner import outputs


def warm_up(shell: Shell) -> None:
    """Render a traceback, validate a notebook."""
    for source in ("%matplotlib inline", "1 / 0"):
        shell.run(source, 0)
    for name in ("last_exc", "last_type", "last_value", "last_traceback"):
        vars(sys).pop(name, None)
    text = nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell()]))
    nbformat.reads(text, as_version=4)
    outputs.clean_outputs([{"output_type": "stream", "name": "stdout", "text": ""}], 1)
