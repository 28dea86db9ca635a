"""Diagnosis without an exam: what is said of outcomes with and without fingerprints, and what is kept of it."""

from __future__ import annotations

import json
import sys
import threading
from dataclasses import asdict, replace
from pathlib import Path

import nbformat
import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from autograder.course.answers import Answer
from autograder.course.answers import read_answers as answers_of
from autograder.diagnosis import build
from autograder.diagnosis.fingerprints import Fault, Fingerprints, dump, load, read_fingerprints
from autograder.diagnosis.naming import FORMERLY, PLACE, Diagnosis, name, read_diagnoses, unnamed, write_diagnoses
from autograder.exam.results import Cause, read_deaths, write_deaths
from cnngrading import subject
from cnngrading.figures import failing_from
from cnnlab.probes import probes_of
from cnnlab.probing.asking import put
from cnnlab.probing.failing import Failing
from cnnlab.probing.failing_picture import draw_failing
from cnnlab.probing.outcomes import Outcome
from tests.corpus.matrix import ROOT
from tests.support.course import our_labs
from tests.support.notebooks import make_notebook

LABS = our_labs()


def test_signatures_are_stale_when_an_answer_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(answers: Path, exercise: str) -> list[Answer]:
        return [
            replace(answer, source=f"{answer.source}# changed") if exercise == "corr2d" else answer
            for answer in answers_of(answers, exercise)
        ]

    assert build.stale_fingerprints(ROOT, LABS, subject) == [], "run `make release`"
    monkeypatch.setattr(build, "read_answers", changed)
    assert build.stale_fingerprints(ROOT, LABS, subject) == ["corr2d"]


def test_a_course_that_this_package_does_not_belong_to_is_not_signed(tmp_path: Path) -> None:
    assert build.stale_fingerprints(tmp_path, LABS, subject) == []
    assert build.build_fingerprints(tmp_path, LABS, subject) == []


# What is said without any fingerprint: from values that are put together here


def outcomes_of(exercise: str, answer: object) -> list[Outcome]:
    return [put(probe, answer) for probe in probes_of(exercise)]


def right_corr2d(X: Tensor, K: Tensor) -> Tensor:
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError(f"the kernel {tuple(K.shape)} does not fit into {tuple(X.shape)}")
    X, K = X.double(), K.double()
    h, w = K.shape
    places = range(X.shape[0] - h + 1), range(X.shape[1] - w + 1)
    return torch.stack([torch.stack([(X[i : i + h, j : j + w] * K).sum() for j in places[1]]) for i in places[0]])


def stub(X: Tensor, K: Tensor) -> Tensor:
    raise NotImplementedError("not written yet")


def breaks(X: Tensor, K: Tensor) -> Tensor:
    return right_corr2d(X, K) + [][X.shape[0]]


def forgets(X: Tensor, K: Tensor) -> None:
    right_corr2d(X, K)


def turns(X: Tensor, K: Tensor) -> Tensor:
    return right_corr2d(X, K).T + 1


def cuts_off(X: Tensor, K: Tensor) -> Tensor:
    return right_corr2d(X, K).long().flip(0).flip(0)


def borrows(X: Tensor, K: Tensor) -> Tensor:
    return F.conv2d(X[None, None], K[None, None])[0, 0]


def starts_a_thread(X: Tensor, K: Tensor) -> Tensor:
    threading.Thread(target=right_corr2d, args=(X, K)).start()
    return right_corr2d(X, K)


def removes_the_hook(X: Tensor, K: Tensor) -> Tensor:
    sys.setprofile(None)
    return right_corr2d(X, K)


def exits(X: Tensor, K: Tensor) -> Tensor:
    raise SystemExit


def says_it_was_a_shortcut(X: Tensor, K: Tensor) -> Tensor:
    class ShortcutError(AssertionError):
        pass

    raise ShortcutError("Your code called PyTorch's conv2d, which does this exercise for you.")


def refuses_nothing(X: Tensor, K: Tensor) -> Tensor:
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise KeyError("what a hidden call was given")
    return right_corr2d(X, K)


def changes(X: Tensor, K: Tensor) -> Tensor:
    made = right_corr2d(X, K)
    X[0, 0] += 3
    return made


@pytest.mark.parametrize(
    ("answer", "kind", "says"),
    [
        (stub, "stub", "not written yet"),
        (breaks, "exception", "stops with IndexError. Its message: list index out of range"),
        (forgets, "none", "`return`"),
        (turns, "shape", "height and width are swapped"),
        (borrows, "shortcut", "lets PyTorch's conv2d do the work"),
        (starts_a_thread, "shortcut", "starts a thread or a process"),
        (removes_the_hook, "shortcut", "takes away what watches for shortcuts"),
        (exits, "died", "ends the whole program"),
        (says_it_was_a_shortcut, "exception", "stops with AssertionError."),
        (refuses_nothing, "exception", "should raise ValueError, but it raised KeyError. Test the arguments first."),
        (changes, "mutation", "Your function changes its argument X: work on a copy"),
        (
            lambda X, K: torch.empty(right_corr2d(X, K).shape),
            "memory",
            "begin with `torch.empty` and leave some unwritten?",
        ),
        (lambda X, K: {1, 2}, "dtype", "gives a set"),
        (lambda X, K: right_corr2d(X, K) * 1j, "dtype", "complex"),
        (lambda X, K: right_corr2d(X, K) * 1.01 + 0.003, "unnamed", ""),
    ],
)
def test_an_answer_no_file_foresaw_is_told_by_its_form(answer: object, kind: str, says: str) -> None:
    found = name("corr2d", outcomes_of("corr2d", answer), None, subject)
    assert found.kind == found.name == kind
    assert says in found.says_in_full
    assert bool(found.says) == (kind != "unnamed")


def test_the_students_own_message_is_kept_apart_from_what_is_said() -> None:
    found = name("corr2d", outcomes_of("corr2d", refuses_nothing), None, subject)
    assert "hidden call" not in found.says
    assert found.quote == "'what a hidden call was given'"


def test_a_right_answer_is_not_named() -> None:
    outcomes = outcomes_of("corr2d", right_corr2d)
    assert name("corr2d", outcomes, read_fingerprints("corr2d", subject), subject) == unnamed("corr2d")


# What the notebook keeps


def test_a_diagnosis_is_read_as_it_was_written() -> None:
    picture = Failing(
        "window", "f(X, K)", [[1.0]], [[2.0]], None, "", (0, 0), (1, 1), [[2.0]], [[None]], (1, 1), (1, 1), (0, 0)
    )
    failing = json.loads(json.dumps(asdict(picture)))
    written = [Diagnosis("corr2d", "misconception", "flipped", "It flips.", failing, ("other",)), unnamed("Conv2D")]
    notebook = make_notebook([])
    write_deaths(notebook, {"mine": Cause("died")})
    write_diagnoses(notebook, written)
    again = nbformat.reads(nbformat.writes(notebook), as_version=4)
    assert read_diagnoses(again) == {found.exercise: found for found in written}
    assert read_deaths(again) == {"mine": Cause("died")}
    assert draw_failing(failing_from(failing)) == draw_failing(picture)
    again.metadata[FORMERLY] = again.metadata.pop(PLACE[0])
    assert read_diagnoses(again) == {found.exercise: found for found in written}, "as version 0.1.0 kept it"


def test_a_notebook_without_diagnoses_has_none() -> None:
    assert read_diagnoses(make_notebook([])) == {}


def test_signatures_are_read_as_they_were_written_and_refused_when_damaged() -> None:
    outcomes = (
        (Outcome("value", tree=("tensor", "float", (2,), (1.5, "nan"))),),
        (Outcome("raised", "ValueError", named=(False,)),),
    )
    fingerprints = Fingerprints(
        "f", ("a", "b"), outcomes, (Fault("x", "wrong", "Says “x”.", (1, 0)), Fault("y", "wrong", "Says y.", (0, 1)))
    )
    assert load("f", dump(fingerprints, ""), subject.probes) == fingerprints
    with pytest.raises(ValueError, match="fingerprints of f are damaged: run `make release`"):
        load("f", '{"probes": [{}]}', subject.probes)
