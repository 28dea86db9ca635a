"""A case in one process, as stock nbgrader would grade it: student cells and test cells in one shell, the first output as the verdict.

Nothing holds it but a folder of its own and a time limit: only for cases that do no harm to the machine.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import tempfile
import time
from contextlib import suppress
from typing import Any

import nbformat

from autograder.exam.shell import Shell
from tests.hostile.case import Case
from tests.hostile.run import sent_notebook

PATIENCE = 3.0


def in_one_kernel(case: Case) -> dict[str, Any]:
    """The examiner's answer as one kernel would give it, tags obeyed as nbclient does; a death or a hang is no answer."""
    with tempfile.TemporaryDirectory(prefix="kernel-") as folder:
        return _in_folder(case, folder)


def _in_folder(case: Case, folder: str) -> dict[str, Any]:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        with suppress(BaseException):
            os.chdir(folder)
            os.setsid()
            os.close(reader)
            os.dup2(os.open(os.devnull, os.O_RDWR), 2)
            resource.setrlimit(resource.RLIMIT_AS, (2**35, 2**35))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            text = json.dumps({"op": "examined", **_graded(case)})
            with os.fdopen(writer, "w") as pipe:
                pipe.write(text)
        os._exit(0)
    os.close(writer)
    data, end = b"", time.monotonic() + PATIENCE
    while select.select([reader], [], [], max(0.0, end - time.monotonic()))[0] and (piece := os.read(reader, 2**16)):
        data += piece
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(reader)
    answer: dict[str, Any] = json.loads(data) if data else {"op": "problem", "problem": "the kernel hung or died"}
    return answer


def _graded(case: Case) -> dict[str, Any]:
    import torch

    torch.set_num_threads(1)
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
            shown = outputs[0]["data"].get("text/plain", "") if outputs and outputs[0]["output_type"] == "execute_result" else ""
            points = 0.0 if failed else float(shown) if shown.replace(".", "").isdigit() else marks["points"]
            outcome = "passed" if points == marks["points"] else "failed"
            verdicts.append({"test": marks["grade_id"], "outcome": outcome, "points": points, "reason": case.reason})
    return {"text": nbformat.writes(notebook), "verdicts": verdicts}
