"""Makes the fingerprints: each named wrong answer of a course is put the public probes, in a fork of one warm process."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import random
import signal
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from autograder.course.answers import ANSWERS, Answer, read_answers
from autograder.course.model import CourseError, Exercise, Lab
from autograder.diagnosis.fingerprints import (
    FOLDER,
    RIGHT,
    STRANGE,
    Fault,
    Fingerprints,
    by_heart,
    digest_of,
    dump,
    path_of,
)
from autograder.files import digest, folder_of, write_whole
from cnnlab.probes import exercises, probes_of
from cnnlab.probing import asking
from cnnlab.probing.outcomes import Outcome, alike
from cnnlab.probing.questions import Probe
from cnnlab.probing.verdicts import verdict

SECONDS = 60
PRELOADED = ("torch", "d2l.torch", "cnnlab", "numpy")

# What asks the probes and compares outcomes. What only draws is left out: to make all fingerprints takes minutes.
ASKING = ("cnnlab.checks", "cnnlab.guard", "cnnlab.probing")

Seen = tuple[tuple[Outcome, ...], tuple[str, ...]]


def stale_fingerprints(course: Path, labs: Sequence[Lab]) -> list[str]:
    """The exercises whose fingerprints were not made from the answers and probes of now; none in a course without
    answers.
    """
    return [
        exercise.name
        for lab, exercise in _exercises_with_answers(course, labs)
        if digest_of(path_of(exercise.name)) != _digest(course, lab, exercise)
    ]


def build_fingerprints(course: Path, labs: Sequence[Lab]) -> list[Path]:
    """Write anew the fingerprints that are stale; returns the files written.

    Raises:
        CourseError: an answer cannot be run.
    """
    stale = stale_fingerprints(course, labs)
    written = []
    for lab, exercise in _exercises_with_answers(course, labs):
        if exercise.name in stale:
            path = path_of(exercise.name)
            path.parent.mkdir(exist_ok=True)
            write_whole(path, dump(fingerprints_of(course, lab, exercise), _digest(course, lab, exercise)))
            written.append(path)
    return written


def fingerprints_of(course: Path, lab: Lab, exercise: Exercise) -> Fingerprints:
    """The fingerprints of one exercise, made now.

    Raises:
        CourseError: an answer cannot be run.
    """
    answers = [answer for answer in read_answers(course / ANSWERS, exercise.name) if answer.kind != "right"]
    return gathered(exercise.name, list(zip(answers, put_answers(lab, exercise, answers), strict=True)))


def gathered(exercise: str, seen: Sequence[tuple[Answer, Seen]]) -> Fingerprints:
    """The fingerprints of the wrong answers among these."""
    concepts = tuple(probe.concept for probe in probes_of(exercise))
    known: list[list[Outcome]] = [[] for _ in concepts]
    wrong = [(answer, *outcomes) for answer, outcomes in seen if answer.kind != "right" and not is_refused(outcomes[0])]
    faults = [(answer, _places(known, outcomes, wrongs)) for answer, outcomes, wrongs in wrong if any(wrongs)]
    alone = Counter(places for answer, places in faults if not by_heart(answer.name))
    signed = (Fault(answer.name, answer.kind, _says(answer, alone[places]), places) for answer, places in faults)
    return Fingerprints(exercise, concepts, tuple(tuple(outcomes) for outcomes in known), tuple(signed))


def _says(answer: Answer, alike: int) -> str:
    """What is said of an answer: what is true of all, if others are like it."""
    return answer.group if alike > 1 and answer.group else answer.says


def is_refused(outcomes: Sequence[Outcome]) -> bool:
    """Whether an answer lets a library do the work, which its outcomes say by themselves."""
    return any(outcome.name == "ShortcutError" for outcome in outcomes)


def put_answers(lab: Lab, exercise: Exercise, answers: Sequence[Answer], *, apart: bool = True) -> list[Seen]:
    """For each answer what came back from each probe, and what is wrong with it ("" when nothing is).

    Args:
        apart: each answer in a fork of its own; else one after the other in one fork, three times as fast.

    Raises:
        CourseError: an answer cannot be run, or ended its process.
    """
    for module in PRELOADED:
        importlib.import_module(module)
    return [
        _read(answer, seen)
        for answer, seen in zip(answers, _forked(lambda: _put_all(lab, exercise, answers, apart), ""), strict=True)
    ]


def _put_all(lab: Lab, exercise: Exercise, answers: Sequence[Answer], apart: bool) -> list[Any]:
    import torch

    torch.set_num_threads(1)
    space: dict[str, Any] = {"__name__": "__main__"}
    for cell in lab.cells:
        if cell.kind in ("setup", "solution"):
            exec(compile(cell.source, cell.name, "exec"), space)
    probes = probes_of(exercise.name)
    if not apart:
        return [_put(probes, answer, dict(space)) for answer in answers]
    return [_forked(partial(_put, probes, answer, space), None) for answer in answers]


def _put(probes: Sequence[Probe], answer: Answer, space: dict[str, Any]) -> Any:
    import numpy as np

    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(SECONDS)
    exec(compile(answer.source, answer.name, "exec"), space)
    seen = []
    for probe in probes:
        # As the exam's candidate begins each probe.
        random.seed(asking.SEED)
        np.random.seed(asking.SEED)
        outcome = asking.put(probe, space[answer.exercise], through=(TimeoutError,))
        seen.append([outcome.to_json(), verdict(probe, outcome)])
    return seen


def _too_long(*_: object) -> None:
    raise TimeoutError(f"more than {SECONDS} s")


def _forked(work: Callable[[], Any], otherwise: Any) -> Any:
    """What `work` returns in a fork of this process, which prints nothing; `otherwise` when it dies."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reader)
            with _silent():
                text = json.dumps(work())
            with os.fdopen(writer, "w", encoding="utf-8") as pipe:
                pipe.write(text)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        text = pipe.read()
    os.waitpid(pid, 0)
    return json.loads(text) if text else otherwise


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):
        yield


def _read(answer: Answer, seen: Any) -> Seen:
    if seen is None:
        raise CourseError(
            f"tests/answers/{answer.exercise}/{answer.kind}/{answer.name}.py: it cannot be put the probes (see above)"
        )
    return tuple(Outcome.from_json(outcome) for outcome, _ in seen), tuple(wrong for _, wrong in seen)


def _places(known: list[list[Outcome]], outcomes: Sequence[Outcome], wrongs: Sequence[str]) -> tuple[int, ...]:
    places = []
    for mine, outcome, wrong in zip(known, outcomes, wrongs, strict=True):
        place = (
            next((number for number, other in enumerate(mine, start=1) if alike(outcome, other)), STRANGE)
            if wrong
            else RIGHT
        )
        if place == STRANGE:
            mine.append(outcome)
            place = len(mine)
        places.append(place)
    return tuple(places)


def _exercises_with_answers(course: Path, labs: Sequence[Lab]) -> Iterator[tuple[Lab, Exercise]]:
    """The exercises that have named answers and probes, in the course that this package belongs to."""
    if (course / "autograder").resolve() != FOLDER.parents[1].resolve():
        return
    asked = exercises()
    for lab in labs:
        for exercise in lab.exercises:
            if exercise.name in asked and (course / ANSWERS / exercise.name).is_dir():
                yield lab, exercise


def _digest(course: Path, lab: Lab, exercise: Exercise) -> str:
    """What the fingerprints of an exercise are made from: its answers, its probes, and what these run on.

    No versions: the files are in the repository, and are current on every machine or on none.
    """
    texts = [cell.source for cell in lab.cells if cell.kind in ("setup", "solution")]
    texts += [
        f"{answer.kind}/{answer.name}\n{answer.source}" for answer in read_answers(course / ANSWERS, exercise.name)
    ]
    return digest([*ASKING, *_probe_modules(exercise)], texts=texts)


def _probe_modules(exercise: Exercise) -> list[str]:
    """The exercise's probes and what all probes share."""
    shared = sorted(path.stem for path in (folder_of("cnnlab") / "probes").glob("_*.py"))
    return [f"cnnlab.probes.{name}" for name in [*shared, exercise.name]]
