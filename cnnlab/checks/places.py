"""Which line of a student's code an exception comes from."""

from __future__ import annotations

import linecache
import sysconfig
import traceback
from pathlib import Path
from types import FrameType

FOLDERS = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
LIBRARIES = [*map(Path, FOLDERS), Path(__file__).parents[1]]
LONGEST_LINE = 100


def place_of(error: BaseException) -> str:
    """The last line of the student's that the exception went through, with its text, as a sentence; "" where none is
    known.

    That is the cell of the notebook, or a file beside it, but no library: for an error within PyTorch, the line that
    calls it. Where another function of the student's has called that one, its line is named, too.
    """
    lines = [line for line in map(_own_line, *_frames(error)) if line is not None]
    if not lines:
        return ""
    place, name = lines[-1]
    caller = next((line for line, other in reversed(lines) if other != name), "")
    return f"It comes from {place}" + (f", which is called from {caller}" if caller else "")


def _frames(error: BaseException) -> tuple[list[FrameType], list[int]]:
    """The frames that an exception went through, the outermost first, and the line in each."""
    walked = list(traceback.walk_tb(error.__traceback__))
    return [frame for frame, _ in walked], [number for _, number in walked]


def _own_line(frame: FrameType, number: int) -> tuple[str, str] | None:
    """A line of the student's in words, and the name of its function; None for a library's."""
    code, path = frame.f_code, Path(frame.f_code.co_filename)
    text = linecache.getline(code.co_filename, number, frame.f_globals).strip()
    if not text or any(path.is_relative_to(folder) for folder in LIBRARIES):
        return None
    nameless = code.co_name.startswith("<")  # a lambda, or the like
    cell = "the cell" if nameless else "its cell"
    of = path.name if path.exists() else cell  # a cell's name is that of no file
    shown = text if len(text) <= LONGEST_LINE else f"{text[:LONGEST_LINE]}…"
    return f"{'' if nameless else f'`{code.co_name}`, '}line {number} of {of}: `{shown}`", code.co_name
