"""Which line of a student's code an exception comes from."""

from __future__ import annotations

import linecache
import sysconfig
import traceback
from pathlib import Path

import cnnlab

LIBRARIES = (*{*sysconfig.get_paths().values()}, str(Path(cnnlab.__file__).parent))
LONGEST_LINE = 100


def place_of(error: BaseException) -> str:
    """The last line of the student's that the exception went through, with its text, as a sentence; "" where none is
    known.

    That is the cell of the notebook, or a file beside it, but no library: for an error within PyTorch, the line that
    calls it.
    """
    found = ""
    for frame, number in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        text = linecache.getline(code.co_filename, number, frame.f_globals).strip()
        if not text or code.co_filename.startswith(LIBRARIES):
            continue
        is_file = Path(code.co_filename).exists()  # a cell's name is that of no file
        of = Path(code.co_filename).name if is_file else "the cell" if code.co_name.startswith("<") else "its cell"
        within = "" if code.co_name.startswith("<") else f"`{code.co_name}`, "
        shown = text if len(text) <= LONGEST_LINE else f"{text[:LONGEST_LINE]}…"
        found = f"It comes from {within}line {number} of {of}: `{shown}`"
    return found
