"""Diagnosis: what is said without a fingerprint, what the exam says; and that what hostile code sends does no harm. See
`test_corpus`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from inspect import cleandoc

import nbformat
import pytest
from traitlets.config import Config

from autograder.course.model import Lab
from autograder.diagnosis import build
from autograder.diagnosis.fingerprints import read_fingerprints
from autograder.diagnosis.naming import PLACE, Diagnosis, name, read_diagnoses, unnamed
from autograder.exam.engines import close_engines, examine
from autograder.exam.errors import GraderError
from autograder.exam.examiner import probing
from autograder.exam.examiner.session import CandidateSession
from autograder.exam.results import Cause, Examined, Verdict
from autograder.intake import Submission
from cnngrading import subject
from tests.corpus.matrix import read_answers
from tests.support.course import our_labs
from tests.support.notebooks import SUBJECT, make_cell, make_notebook, quick_settings
from tests.support.sampling import ALL_ANSWERS, one_in

LABS = our_labs()
SEED = "d1a6" * 16


# In the exam


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    """One engine for the module: the first exam starts it."""
    yield
    close_engines()


@cache
def cells(lab: Lab) -> list[nbformat.NotebookNode]:
    return [
        cell
        for cell in nbformat.read(lab.path, as_version=4).cells
        if cell.metadata.get("nbgrader") and cell.cell_type == "code"
    ]


def hold_exam(
    lab: Lab, exercise: str, source: str, settings: Config | None = None, tests: Sequence[str] = ()
) -> Examined:
    """The lab's set-up, its solutions with this source in place of one, and the test cells of this exercise behind
    them.
    """
    wanted = tests or [test.name for test in lab.exercise(exercise).tests]
    copies = [nbformat.from_dict(cell) for cell in cells(lab)]
    kept = [cell for cell in copies if not cell.metadata.nbgrader.grade] + [
        cell for cell in copies if cell.id in wanted
    ]
    for cell in kept:
        if cell.id == exercise:
            cell.source = source
    submission = Submission("ada", lab.id, lab.notebook, nbformat.writes(make_notebook(kept)))
    return examine(submission, settings or Config({"Course": {"subject": SUBJECT}}), SEED, ())


def diagnosed(examined: Examined) -> dict[str, Diagnosis]:
    assert examined.problem == ""
    return read_diagnoses(nbformat.reads(examined.text, as_version=4))


def test_the_exam_names_answers_as_one_process_does(record_property: Callable[[str, object], None]) -> None:
    """One wrong answer of one exercise in every second lab, and of each exercise with ALL_ANSWERS=1."""
    labs = [(lab, [exercise for exercise in lab.exercises if exercise.tests]) for lab in LABS]
    exercises = [(lab, exercise) for lab, some in labs for exercise in some]
    jobs = []
    for lab, exercise in exercises if ALL_ANSWERS else [(lab, some[-1]) for lab, some in one_in(2, labs)]:
        wrong = [answer for answer in read_answers(exercise.name) if answer.kind == "wrong"]
        jobs.append((lab, exercise, wrong[7 % len(wrong)]))
    assert {lab.id for lab, _, _ in jobs} == {lab.id for lab in one_in(2, LABS)}
    taken = f"{len(jobs)} of {len(exercises)} exercises (all with ALL_ANSWERS=1)"
    record_property("figure", f"diagnosis in the exam: one answer in each of {taken}")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        exams = list(pool.map(lambda job: hold_exam(job[0], job[1].name, job[2].source), jobs))
    for (lab, exercise, answer), examined in zip(jobs, exams, strict=True):
        [(outcomes, _)] = build.put_answers(lab, exercise, [answer], subject, subject.probes)
        expected = name(exercise.name, outcomes, read_fingerprints(exercise.name, subject), subject)
        found = diagnosed(examined)[exercise.name]
        assert (found.kind, found.name, found.says, found.also) == (
            expected.kind,
            expected.name,
            expected.says,
            expected.also,
        )
        assert found.failing == expected.failing


def test_a_right_answer_has_no_diagnosis() -> None:
    examined = hold_exam(LABS[0], "corr2d", LABS[0].exercise("corr2d").cell.source)
    assert {verdict.outcome for verdict in examined.verdicts} == {"passed"}
    assert PLACE[0] not in nbformat.reads(examined.text, as_version=4).metadata


WRONG = "    return X[: X.shape[0] - K.shape[0] + 1, : X.shape[1] - K.shape[1] + 1] * 0.5\n"
FIRST_PROBE = "X.shape == (3, 3) and X[0].tolist() == [1.0, 2.0, 0.0]"


@pytest.mark.parametrize(
    ("source", "kind", "says"),
    [
        ("def corr2d(X, K):\n    raise NotImplementedError('not written yet')", "stub", "not written yet"),
        ("def correlate(X, K):\n    return X", "exception", "There is no corr2d"),
        ("def corr2d(X, K)\n    return X", "exception", "its cell stops with SyntaxError"),
        ("def corr2d(X, K):\n    while True:\n        pass", "died", "does not come back in time"),
        ("import os\ndef corr2d(X, K):\n    os._exit(0)", "died", "ends the whole program"),
        (f"def corr2d(X, K):\n    while {FIRST_PROBE}:\n        pass\n{WRONG}", "died", "does not come back in time"),
        (
            f"import os\ndef corr2d(X, K):\n    if {FIRST_PROBE}:\n        os._exit(0)\n{WRONG}",
            "died",
            "ends the whole program",
        ),
        ("def corr2d(X, K):\n    return F.conv2d(X[None, None], K[None, None])[0, 0]", "shortcut", "lets PyTorch"),
        (
            "def corr2d(X, K):\n    return X @ [][0]",
            "exception",
            "stops with IndexError. Its message: list index out of range",
        ),
        (
            "class Mine(ValueError): pass\ndef corr2d(X, K):\n    raise Mine('no')",
            "exception",
            "stops with ValueError. Its message: Mine: no",
        ),
        ("def corr2d(X, K):\n    print('done')", "none", "`return`"),
    ],
)
def test_what_every_exam_may_meet_is_named(source: str, kind: str, says: str) -> None:
    settings = quick_settings() if kind == "died" else None
    found = diagnosed(hold_exam(LABS[0], "corr2d", source, settings, ["test_corr2d_orientation"]))["corr2d"]
    assert (found.kind, found.name) == (kind, kind)
    assert says in found.says_in_full


def test_what_hidden_calls_left_behind_does_not_come_back_from_a_probe() -> None:
    source = """
        from pathlib import Path
        import builtins
        def corr2d(X, K):
            note = Path("note.txt")
            left = note.read_text() if note.exists() else getattr(builtins, "note", "nothing")
            note.write_text("what a hidden test handed in")
            builtins.note = "what a hidden test handed in"
            raise RuntimeError(f"found {left}")
    """
    examined = hold_exam(LABS[0], "corr2d", cleandoc(source))
    assert diagnosed(examined)["corr2d"].quote == "found nothing"


HOSTILE = {
    "a huge int": "10 ** 5000",
    "not a number": "torch.full((2, 2), float('nan'))",
    "a million numbers": "torch.ones(1000, 1000)",
    "more than there is": "torch.ones(1).expand(10**6, 10**6)",
    "a deep list": "functools.reduce(lambda inner, _: [inner], range(5000), 0)",
    "one that contains itself": "(lambda x: x.append(x) or x)([])",
    "a long text": "'<script>alert(1)</script>\\x1b[2J' * 10**5",
    "keys that are no text": "{(): 1, None: 2, 3.5: 4, '__class__': 5}",
    "half a character": "'\\ud800'",
    "an object that equals all": "type('Equal', (), {'__eq__': lambda *_: True, '__repr__': lambda _: '<script>'})()",
    "a class with a loud name": "type('<script>alert(1)</script>' * 100, (), {})()",
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_whatever_comes_back_what_is_kept_is_small_and_plain(value: str) -> None:
    examined = hold_exam(
        LABS[0], "corr2d", f"import functools\ndef corr2d(X, K):\n    return {value}", tests=["test_corr2d_purity"]
    )
    assert {verdict.outcome for verdict in examined.verdicts} == {"failed"}
    kept = json.dumps(nbformat.reads(examined.text, as_version=4).metadata[PLACE[0]], allow_nan=False)
    assert len(kept) < 40_000
    assert "<script" not in kept and "\\u001b" not in kept and "\\ud800" not in kept
    assert diagnosed(examined)["corr2d"].kind in ("dtype", "shape", "memory", "unnamed", "died", "misconception")


def test_an_exceptions_text_is_cut_short_and_holds_no_control_characters() -> None:
    source = "def corr2d(X, K):\n    raise ValueError('\\x1b[31m\\u202e' + 'a' * 10**6)"
    found = diagnosed(hold_exam(LABS[0], "corr2d", source, tests=["test_corr2d_purity"]))["corr2d"]
    assert found.kind == "exception"
    assert found.says_in_full.isprintable()
    assert len(found.says_in_full) < 400


def test_a_failure_of_ours_is_no_verdict_and_no_diagnosis() -> None:
    class Gone(CandidateSession):
        def __init__(self) -> None:
            self.subject = subject

        def close(self) -> None:
            raise GraderError("the sandbox is gone")

    notebook = make_notebook([make_cell("solution", "corr2d", "def corr2d(X, K): ...")])
    verdicts = [Verdict("test_corr2d_orientation", "failed", 0.0, 1.0, "CheckError: hidden", Cause("wrong"))]
    assert probing.diagnosed(notebook, verdicts, {}, Gone()) == [unnamed("corr2d")]
