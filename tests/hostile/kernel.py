"""A case in one process, as stock nbgrader would grade it: student cells and test cells in one shell, and the first
output as the verdict.

It is confined by a folder of its own and a time limit only: for cases that do no harm to the machine.
"""

from __future__ import annotations

import json
import os
import resource
import tempfile
from contextlib import suppress
from typing import Any

import nbformat

from autograder.exam.candidate.shell import Shell
from tests.hostile.case import Case
from tests.hostile.run import sent_notebook
from tests.hostile.stem import Stem

PATIENCE = 30.0
LITTLE_PATIENCE = 2.0  # with a case that hangs on purpose


def in_one_kernel(stem: Stem, case: Case) -> dict[str, Any]:
    """The examiner's answer as one kernel would give it, with tags as in nbclient; a problem if it dies or hangs."""
    with tempfile.TemporaryDirectory(prefix="kernel-") as folder:
        data = stem.hear(
            {"do": "kernel", "case": case.id, "folder": folder}, LITTLE_PATIENCE if case.hangs else PATIENCE
        )
    answer: dict[str, Any] = (
        json.loads(data)
        if data
        else {"op": "problem", "problem": "the kernel hung" if data is None else "the kernel died"}
    )
    return answer


def tell(case: Case, folder: str, writer: int) -> None:
    """Run the case in this process, and write its answer."""
    with suppress(BaseException):
        os.chdir(folder)
        os.dup2(os.open(os.devnull, os.O_RDWR), 2)
        resource.setrlimit(resource.RLIMIT_AS, (2**35, 2**35))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        text = json.dumps({"op": "examined", **_graded(case)})
        with os.fdopen(writer, "w") as pipe:
            pipe.write(text)


def _graded(case: Case) -> dict[str, Any]:
    notebook, shell, verdicts = nbformat.reads(sent_notebook(case), as_version=4), Shell.instance(), []
    for count, cell in enumerate(notebook.cells):
        marks = cell.metadata.get("nbgrader", {})
        outputs: list[Any] = []
        success = True
        if "skip-execution" not in cell.metadata.get("tags", []):
            outputs, success = shell.run(cell.source, count)
        cell.outputs = [nbformat.from_dict(output) for output in outputs]
        if marks.get("grade"):
            failed = not success or any(output["output_type"] == "error" for output in outputs)
            shown = (
                outputs[0]["data"].get("text/plain", "")
                if outputs and outputs[0]["output_type"] == "execute_result"
                else ""
            )
            points = 0.0 if failed else float(shown) if shown.replace(".", "").isdigit() else marks["points"]
            outcome = "passed" if points == marks["points"] else "failed"
            verdicts.append({"test": marks["grade_id"], "outcome": outcome, "points": points, "reason": ""})
    return {"text": nbformat.writes(notebook), "verdicts": verdicts}
