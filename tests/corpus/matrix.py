"""Every answer of `tests/answers` against the test cells of its exercise, each in a fork of one warm process.

`python -m tests.corpus.matrix` prints the matrix; `--lab`, `--exercise` narrow it, `--why` shows each failure's
message. What an answer is, `autograder.course.answers` says.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import json
import os
import signal
import sys
import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course import answers
from autograder.course.answers import KINDS, Answer
from autograder.course.model import Exercise, Lab
from autograder.course.reading import read_course

ROOT = Path(__file__).parents[2]
ANSWERS = ROOT / answers.ANSWERS
CELL_SECONDS = 20
WARM = ("torch", "d2l.torch", "cnnlab", "scipy.signal", "scipy.ndimage")


@dataclass(frozen=True)
class Result:
    """One answer's outcome: for each concept the failure's message or ""; and without hidden regions, if it fails one
    concept alone.
    """

    answer: Answer
    full: dict[str, str]
    visible: dict[str, str]

    @property
    def failed(self) -> set[str]:
        return {concept for concept, message in self.full.items() if message}


def read_answers(exercise: str) -> list[Answer]:
    return answers.read_answers(ANSWERS, exercise)


def run_answers(lab: Lab, answers: Iterable[Answer], jobs: int | None = None) -> list[Result]:
    """Run each answer in a fork of this process, which has imported what the labs import and computed nothing."""
    for module in WARM:
        importlib.import_module(module)
    with ThreadPoolExecutor(jobs or os.cpu_count()) as pool:
        return list(pool.map(lambda answer: _run_forked(lab, answer), answers))


def _run_forked(lab: Lab, answer: Answer) -> Result:
    exercise = lab.exercise(answer.exercise)
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        try:
            outcome = _run_here(lab, exercise, answer)
        except BaseException:
            outcome = {"crash": {"crash": traceback.format_exc()}}
        with os.fdopen(writer, "w", encoding="utf-8") as pipe:
            json.dump(outcome, pipe)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        text = pipe.read()
    os.waitpid(pid, 0)
    outcome = json.loads(text) if text else {"crash": {"crash": "the process died"}}
    if "crash" in outcome:
        dead = {test.concept: outcome["crash"]["crash"] for test in exercise.tests}
        return Result(answer, dead, dead)
    return Result(answer, outcome["full"], outcome["visible"])


def _run_here(lab: Lab, exercise: Exercise, answer: Answer) -> dict[str, dict[str, str]]:
    import torch

    torch.set_num_threads(1)
    full = _verdicts(lab, answer, {test.concept: (test.name, test.source) for test in exercise.tests})
    failed = [test for test in exercise.tests if full[test.concept]]
    alone = failed if len(failed) == 1 else []
    return {
        "full": full,
        "visible": _verdicts(lab, answer, {test.concept: (test.name, test.visible) for test in alone}),
    }


def _verdicts(lab: Lab, answer: Answer, tests: dict[str, tuple[str, str]]) -> dict[str, str]:
    """The message of each of the `tests`, (name, source) by concept, in a space of its own."""
    if not tests:
        return {}
    space: dict[str, Any] = {"__name__": "__main__"}
    with _silent():
        for cell in lab.cells:
            if cell.kind in ("setup", "solution"):
                exec(compile(cell.source, cell.name, "exec"), space)
        broken = _message(answer.source, answer.name, space)
        return {concept: broken or _message(source, name, space) for concept, (name, source) in tests.items()}


def _message(source: str, name: str, space: dict[str, Any]) -> str:
    """The failure of one cell, "" if it has none."""
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(CELL_SECONDS)
    try:
        exec(compile(source, name, "exec"), space)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        signal.alarm(0)
    return ""


def _too_long(*_: object) -> None:
    raise TimeoutError(f"more than {CELL_SECONDS} s")


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


def complaint(exercise: Exercise, result: Result) -> str:
    """What is not as the answer's file says it is; "" if all is."""
    concepts = {test.concept for test in exercise.tests}
    expected = {"right": set(), "wrong": set(result.answer.fails), "shortcut": concepts}[result.answer.kind]
    if not expected <= concepts:
        return f"`fails` names {sorted(expected - concepts)}, but the concepts are {sorted(concepts)}"
    if result.answer.kind == "wrong" and not expected:
        return "a wrong answer has to say which concepts it fails"
    if result.failed != expected:
        return f"should fail {sorted(expected)}, but fails {sorted(result.failed)}"
    return ""


def gaps(exercise: Exercise, results: list[Result]) -> list[str]:
    """The test cells, and the hidden regions, whose removal no answer would notice.

    A test cell is needed when some answer fails it alone. A hidden region is needed when some answer fails that cell
    alone and passes its visible part.
    """
    missing = []
    for test in exercise.tests:
        alone = [result for result in results if result.failed == {test.concept}]
        if not alone:
            missing.append(f"{test.name}: no answer fails this cell alone")
        if test.source == test.visible:
            missing.append(f"{test.name}: it has no hidden region")
        elif not any(result.visible[test.concept] == "" for result in alone):
            missing.append(f"{test.name}: no answer passes its visible part and fails its hidden part alone")
    return missing


def main() -> int:
    parser = argparse.ArgumentParser(description="Print the matrix of answers against test cells.")
    parser.add_argument("--lab", help="only this lab, for instance 01_convolution")
    parser.add_argument("--exercise", help="only this exercise, for instance corr2d")
    parser.add_argument("--why", action="store_true", help="show the message of each failure")
    options = parser.parse_args()
    bad = 0
    for lab in read_course(ROOT / "solutions"):
        for exercise in lab.exercises:
            if not exercise.tests or options.lab not in (None, lab.id) or options.exercise not in (None, exercise.name):
                continue
            results = run_answers(lab, read_answers(exercise.name))
            print(f"\n{lab.id} · {exercise.name} ({exercise.points:g} points)")
            for test in exercise.tests:
                print(f"    {test.concept} ({test.points:g})")
            for result in results:
                marks = " ".join("✗" if result.full[test.concept] else "·" for test in exercise.tests)
                problem = complaint(exercise, result)
                bad += bool(problem)
                print(
                    f"  {marks}  {result.answer.kind}/{result.answer.name}" + (f"   <-- {problem}" if problem else "")
                )
                if options.why:
                    for concept in sorted(result.failed):
                        print(f"        {concept}: {result.full[concept]}".replace("\n", "\n          "))
            counts = {kind: sum(result.answer.kind == kind for result in results) for kind in KINDS}
            print("  " + ", ".join(f"{count} {kind}" for kind, count in counts.items()))
            for gap in gaps(exercise, results):
                bad += 1
                print(f"  <-- {gap}")
    print(f"\n{bad} exceptions" if bad else "\nThe matrix holds without exception.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
