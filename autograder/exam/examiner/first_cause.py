"""Why a name is not there: the cell that would have defined it did not run to its end.

Without this, one line that Python cannot read gives five times "name 'corr2d' is not defined".
"""

from __future__ import annotations

import ast
import builtins
import sys
import warnings
from collections.abc import Collection

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from autograder.course.names import LONGEST_PARSED, global_names, seemingly_defined
from autograder.exam.results import Cause
from autograder.text import one_line

LONGEST_MESSAGE = 200


class FirstCauses:
    """What became of the cells that ran so far, by the names that they should have defined.

    `written_with` is the version of Python that the notebook was written with, if it is newer than this one.
    """

    def __init__(self, written_with: str) -> None:
        self.written_with = written_with
        self._why: dict[str, str] = {}
        self._reads: dict[str, frozenset[str]] = {}

    def note(self, name: str, cell: NotebookNode, death: Cause | None) -> None:
        """Note how the student's cell `name` ended."""
        defines, reads = _names(cell.source)
        self._reads[name] = frozenset(reads)
        error = next((output for output in cell.outputs if output.output_type == "error"), None)
        if death is not None:
            why = f"its cell did not run to its end: {death.detail}"
        elif error is None:
            for defined in defines:
                self._why.pop(defined, None)
            return
        else:
            why = self._words(cell.source, str(error.ename), str(error.evalue))
            if error.ename == "NameError":
                why += self._because(reads)
        for defined in (*defines, name):
            self._why.setdefault(defined, why)

    def of(self, cause: Cause | None, exercise: str) -> str:
        """What to add to the reason of a test cell of `exercise` that did not pass by `cause`; "" for nothing."""
        if cause is None:
            return ""
        if cause.kind == "undefined":
            return f": {self._why[cause.detail]}" if cause.detail in self._why else ""
        return self._because(self._reads.get(exercise, ())) if cause == Cause("raised", "NameError") else ""

    def _because(self, reads: Collection[str]) -> str:
        """Of the names that a cell reads, the first that is missing, and why it is."""
        missing = next((name for name in self._why if name in reads), None)
        return f"; {missing} is not there: {self._why[missing]}" if missing is not None else ""

    def _words(self, source: str, kind: str, message: str) -> str:
        if kind in ("SyntaxError", "IndentationError", "TabError"):
            line, message = _place(source) or (0, message)
            where = f" in line {line}" if line else ""
            here = f"{sys.version_info[0]}.{sys.version_info[1]}"
            written = f"; the notebook was written with Python {self.written_with}" if self.written_with else ""
            said = one_line(message, LONGEST_MESSAGE)
            return f"its cell is not valid in Python {here} ({kind}{where}: {said}){written}"
        shown = kind if isinstance(getattr(builtins, kind, None), type) else "an error"
        return f"its cell stopped with {shown}: {one_line(message, LONGEST_MESSAGE)}"


def _names(source: str) -> tuple[set[str], set[str]]:
    """What a cell defines and reads; what looks like a definition where Python cannot tell."""
    if len(source) < LONGEST_PARSED:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return global_names(source)
            except Exception:  # a student's source may be anything, and too much for the parser
                pass
    return set(seemingly_defined(source)), set()


def _place(source: str) -> tuple[int, str] | None:
    """The line of a syntax error, and Python's words for it; None where our parser finds none."""
    if len(source) >= LONGEST_PARSED:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(TransformerManager().transform_cell(source))  # type: ignore[no-untyped-call]  # IPython leaves it so
        except SyntaxError as error:
            return error.lineno or 0, error.msg
        except Exception:  # as above
            return None
    return None
