"""Runs cases through one engine, an honest neighbour after each, and says what is not as it should be."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat

from autograder.exam.engine import Engine, EngineError, EngineTimeoutError
from autograder.exam.limits import Limits
from autograder.exam.sandbox.walls import Kind
from autograder.intake import GradingNotebook, align
from tests.hostile.case import Case
from tests.hostile.corpus import NEIGHBOUR
from tests.hostile.lab import CANARY, HOST_SECRET, POINTS, notebook, tests_of
from tests.hostile.stem import SUBJECT, Stem, WeakEngine

# So wide that an honest answer is in time on a machine that does ten other things as well.
LIMITS = Limits(
    cell_seconds=20.0,
    call_seconds=15.0,
    submission_seconds=60.0,
    memory=512 * 2**20,
    output=2**16,
    processes=24,
    disk=4 * 2**20,
)
# For what has to be ended by the clock: a cell, or a call of an answer, beside which other calls have to be in time.
SHORT_CELLS = replace(LIMITS, cell_seconds=1.2, call_seconds=5.0)
SHORT_CALLS = replace(LIMITS, cell_seconds=2.0, call_seconds=1.0, submission_seconds=30.0, training_seconds=2.0)
PATIENCE = 20.0
SEED = "5eed" * 16


class HostileRunner:
    """One engine, its one worker, and what there was before the first case.

    With a `stem`, its fork server is a fork of that, without the defence `switch`.
    """

    def __init__(
        self,
        kind: Kind,
        limits: Limits = LIMITS,
        stem: Stem | None = None,
        switch: str = "nothing",
        *,
        diagnose: bool = False,
    ) -> None:
        os.environ["EXAM_HOST_SECRET"] = HOST_SECRET
        self.limits, self.diagnose = limits, diagnose
        self.temporary = tempfile.mkdtemp(prefix="hostile-")
        self.was, tempfile.tempdir = tempfile.tempdir, self.temporary
        self.engine = WeakEngine(stem, switch, limits, kind) if stem else Engine(limits, kind, (), SUBJECT, many=True)
        self.engine.patience = PATIENCE
        try:
            first = self.complaints(NEIGHBOUR, self.sit(NEIGHBOUR))
            assert not first, first
        except BaseException:
            self.close()
            raise
        self.processes, self.files = processes_below(self.engine.parent.pid), self._files()

    def sit(self, case: Case) -> dict[str, Any]:
        """Examine one submission; returns the examiner's answer.

        Raises:
            EngineTimeoutError: there is none in time.
        """
        self.engine.limits = (SHORT_CALLS if case.fails else SHORT_CELLS) if case.hangs else self.limits
        try:
            return self.engine.examine(
                {"text": received_notebook(case), "seed": SEED, "run_all": False, "diagnose": self.diagnose}
            )
        except EngineTimeoutError:
            raise
        except EngineError as error:
            return {"op": "problem", "problem": f"{type(error).__name__}: {error}"}

    def run(self, case: Case, *, neighbour: bool = True) -> list[str]:
        """Examine a case and an honest neighbour; returns what is wrong with either, and what was left behind.

        A neighbour is examined after one case and before the next. Without it, the next case's honest part stands in.
        """
        wrong = self.complaints(case, self.sit(case))
        wrong += [f"still runs: {line}" for line in self._left_over()]
        wrong += [f"left behind: {name}" for name in sorted(self._files() - self.files)]
        if neighbour:
            wrong += [f"the next student: {line}" for line in self.complaints(NEIGHBOUR, self.sit(NEIGHBOUR))]
        return wrong

    def earns(self, case: Case) -> list[str]:
        """What keeps a case from earning every point, those of the test cells that it should fail too."""
        return self.complaints(replace(case, fails=frozenset(), reason=()), self.sit(case))

    @staticmethod
    def complaints(case: Case, answer: dict[str, Any]) -> list[str]:
        """What is not as `case` says."""
        if answer["op"] != "examined":
            return [f"no verdict: {answer.get('problem')}"]
        wrong = []
        verdicts = {verdict["test"]: verdict for verdict in answer["verdicts"]}
        for test in tests_of(*case.exercises):
            most = POINTS[test]
            verdict = verdicts.get(test, {"outcome": "missing", "points": None, "reason": ""})
            expected = ("failed", 0.0) if test in case.fails else ("passed", most)
            got = (verdict["outcome"], verdict["points"])
            if test in case.either and got in (("failed", 0.0), ("passed", most)):
                continue
            if got != expected:
                wrong.append(f"{test} {verdict['outcome']} with {verdict['points']}: {verdict['reason'][:300]}")
            elif test in case.fails and case.reason and not any(words in verdict["reason"] for words in case.reason):
                wrong.append(f"{test} failed with another reason: {verdict['reason'][:300]}")
            if len(verdict["reason"]) > 20_000:
                wrong.append(f"{test}: a reason of {len(verdict['reason'])} characters")
        return wrong + HostileRunner._leaks(case, answer)

    @staticmethod
    def _leaks(case: Case, answer: dict[str, Any]) -> list[str]:
        try:
            answer["text"].encode()
            json.dumps(answer["verdicts"], ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            return [f"what cannot be written to a file: {error}"]
        book = json.loads(answer["text"])
        theirs = [cell for cell in book["cells"] if not cell["metadata"].get("nbgrader", {}).get("grade")]
        shown = json.dumps([cell["outputs"] for cell in theirs], ensure_ascii=False)
        wrong = []
        if CANARY in json.dumps(theirs):
            wrong.append("the canary stands outside its test cell")
        if HOST_SECRET in answer["text"]:
            wrong.append("the host's environment shows")
        if case.shows and case.shows not in shown:
            wrong.append(f"no output shows {case.shows!r}: {shown[:600]}")
        wrong += [f"an output shows {word!r}" for word in case.hides if word in shown]
        if len(shown) > 40 * LIMITS.output:
            wrong.append(f"{len(shown)} bytes of outputs")
        return wrong

    def _left_over(self) -> list[str]:
        end = time.monotonic() + 2.0  # what was killed may take a moment to be gone
        while True:
            below = processes_below(self.engine.parent.pid)
            more = below.keys() - self.processes.keys()
            if not more or time.monotonic() > end:
                return [f"{pid} {below[pid]}" for pid in sorted(more)]
            time.sleep(0.02)  # between two looks: who was not started here cannot be waited for

    def _files(self) -> set[str]:
        ours = {str(path) for path in Path(self.temporary).rglob("*")}
        return ours | {
            str(path) for folder in ("/dev/shm", ".") for path in Path(folder).iterdir() if "evil" in path.name
        }

    def close(self) -> None:
        """End the engine; returns when all that it forked is gone."""
        self.engine.close()
        tempfile.tempdir = self.was
        shutil.rmtree(self.temporary)


def sent_notebook(case: Case) -> str:
    """The file that the student sent."""
    book = json.loads(notebook(case.exercises, case.answers, case.extras))
    for cell in book["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        for key, value in case.sent.get(name, {}).items():
            if key == "tags":
                cell["metadata"]["tags"] = value
            elif key == "points":
                cell["metadata"]["nbgrader"]["points"] = value
            else:
                cell[key] = value
    return json.dumps(book)


def received_notebook(case: Case) -> str:
    """What intake makes of it."""
    if not case.sent:
        return notebook(case.exercises, case.answers, case.extras)
    stubs = dict.fromkeys(case.exercises, "raise NotImplementedError")
    master = GradingNotebook("lab", "lab", notebook(case.exercises, stubs, {}))
    aligned, _ = align(master, nbformat.reads(sent_notebook(case), as_version=4))
    return nbformat.writes(aligned)


def processes_below(root: int) -> dict[int, str]:
    """All that descend from process `root` and still run, zombies left out."""
    parents: dict[int, tuple[int, str]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                name, rest = (folder / "stat").read_text().rsplit(")", 1)
            except OSError:
                continue
            state, parent = rest.split()[:2]
            if state != "Z":
                parents[int(folder.name)] = (int(parent), f"{name}) {state}")
    below = {root}
    while True:
        more = {pid for pid, (parent, _) in parents.items() if parent in below} - below
        if not more:
            return {pid: parents[pid][1] for pid in below if pid in parents}
        below |= more
