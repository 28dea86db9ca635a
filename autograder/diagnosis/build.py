"""Makes the fingerprints: each named wrong answer of a course is put the public probes, in a process of its own."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from autograder.course.answers import ANSWERS, Answer, read_answers
from autograder.course.model import CourseError, Exercise, Lab
from autograder.course.probes import Outcome, Probes
from autograder.course.subject import Subject
from autograder.diagnosis.answering import Space, run_answers, run_source, time_limit
from autograder.diagnosis.fingerprints import (
    RIGHT,
    STRANGE,
    Fault,
    Fingerprints,
    by_heart,
    digest_of,
    dump,
    path_of,
)
from autograder.files import digest, write_whole

SECONDS = 60

Seen = tuple[tuple[Outcome, ...], tuple[str, ...]]


def stale_fingerprints(course: Path, labs: Sequence[Lab], subject: Subject) -> list[str]:
    """The exercises whose fingerprints were not made from the answers and probes of now; none in a course without
    answers.
    """
    return [
        exercise.name
        for lab, exercise, probes, folder in _exercises_with_answers(course, labs, subject)
        if digest_of(path_of(exercise.name, folder)) != _digest(course, lab, exercise, probes)
    ]


def build_fingerprints(course: Path, labs: Sequence[Lab], subject: Subject) -> list[Path]:
    """Write anew the fingerprints that are stale; returns the files written.

    Raises:
        CourseError: an answer cannot be run.
    """
    stale = stale_fingerprints(course, labs, subject)
    written = []
    for lab, exercise, probes, folder in _exercises_with_answers(course, labs, subject):
        if exercise.name in stale:
            path = path_of(exercise.name, folder)
            path.parent.mkdir(exist_ok=True)
            fingerprints = fingerprints_of(course, lab, exercise, subject, probes)
            write_whole(path, dump(fingerprints, _digest(course, lab, exercise, probes)))
            written.append(path)
    return written


def fingerprints_of(course: Path, lab: Lab, exercise: Exercise, subject: Subject, probes: Probes) -> Fingerprints:
    """The fingerprints of one exercise, made now.

    Raises:
        CourseError: an answer cannot be run.
    """
    answers = [answer for answer in read_answers(course / ANSWERS, exercise.name) if answer.kind != "right"]
    seen = put_answers(lab, exercise, answers, subject, probes)
    return gathered(exercise.name, list(zip(answers, seen, strict=True)), subject, probes)


def gathered(exercise: str, seen: Sequence[tuple[Answer, Seen]], subject: Subject, probes: Probes) -> Fingerprints:
    """The fingerprints of the wrong answers among these."""
    concepts = tuple(probe.concept for probe in probes.of(exercise))
    known: list[list[Outcome]] = [[] for _ in concepts]
    wrong = [
        (answer, *outcomes)
        for answer, outcomes in seen
        if answer.kind != "right" and not is_refused(outcomes[0], subject)
    ]
    faults = [(answer, _places(probes, known, outcomes, wrongs)) for answer, outcomes, wrongs in wrong if any(wrongs)]
    alone = Counter(places for answer, places in faults if not by_heart(answer.name))
    signed = (Fault(answer.name, answer.kind, _says(answer, alone[places]), places) for answer, places in faults)
    return Fingerprints(exercise, concepts, tuple(tuple(outcomes) for outcomes in known), tuple(signed))


def _says(answer: Answer, alike: int) -> str:
    """What is said of an answer: what is true of all, if others are like it."""
    return answer.group if alike > 1 and answer.group else answer.says


def is_refused(outcomes: Sequence[Outcome], subject: Subject) -> bool:
    """Whether an answer lets a library do the work, which its outcomes say by themselves."""
    guard = subject.guard
    return guard is not None and any(outcome.name == guard.refusal.__name__ for outcome in outcomes)


def put_answers(
    lab: Lab, exercise: Exercise, answers: Sequence[Answer], subject: Subject, probes: Probes
) -> list[Seen]:
    """For each answer what came back from each probe, and what is wrong with it ("" when nothing is).

    Raises:
        CourseError: an answer cannot be run, or ended its process.
    """
    results = run_answers(lab, exercise, answers, subject, partial(put_probes, subject, probes))
    return [read_seen(answer, seen, probes) for answer, seen in zip(answers, results, strict=True)]


def put_probes(subject: Subject, probes: Probes, answer: Answer, space: Space) -> list[Any]:
    """Put each probe to an answer, in this process; `read_seen` reads what is returned."""
    seen = []
    with time_limit(SECONDS):
        run_source(answer.source, answer.name, space)
        for probe in probes.of(answer.exercise):
            # As the exam's candidate begins each probe.
            random.seed(probes.seed)
            subject.seed(probes.seed)
            outcome = probes.put(probe, space[answer.exercise], through=(TimeoutError,))
            seen.append([outcome.to_json(), probes.verdict(probe, outcome)])
    return seen


def read_seen(answer: Answer, seen: Any, probes: Probes) -> Seen:
    """What `put_probes` returned in a fork.

    Raises:
        CourseError: there was no result.
    """
    if seen is None:
        raise CourseError(
            f"tests/answers/{answer.exercise}/{answer.kind}/{answer.name}.py: it cannot be put the probes (see above)"
        )
    return tuple(probes.from_json(outcome) for outcome, _ in seen), tuple(wrong for _, wrong in seen)


def _places(
    probes: Probes, known: list[list[Outcome]], outcomes: Sequence[Outcome], wrongs: Sequence[str]
) -> tuple[int, ...]:
    places = []
    for mine, outcome, wrong in zip(known, outcomes, wrongs, strict=True):
        place = (
            next((number for number, other in enumerate(mine, start=1) if probes.alike(outcome, other)), STRANGE)
            if wrong
            else RIGHT
        )
        if place == STRANGE:
            mine.append(outcome)
            place = len(mine)
        places.append(place)
    return tuple(places)


def _exercises_with_answers(
    course: Path, labs: Sequence[Lab], subject: Subject
) -> Iterator[tuple[Lab, Exercise, Probes, Path]]:
    """The exercises that have named answers and probes, with these and the folder of their fingerprints; none in a
    course that the subject's folder does not belong to.
    """
    probes, folder = subject.probes, subject.fingerprints
    if probes is None or folder is None or course.resolve() not in folder.resolve().parents:
        return
    asked = probes.exercises()
    for lab in labs:
        for exercise in lab.exercises:
            if exercise.name in asked and (course / ANSWERS / exercise.name).is_dir():
                yield lab, exercise, probes, folder


def _digest(course: Path, lab: Lab, exercise: Exercise, probes: Probes) -> str:
    """What the fingerprints of an exercise are made from: its answers, its probes, and what these run on.

    No versions: the files are in the repository, and are current on every machine or on none.
    """
    texts = [cell.source for cell in lab.cells if cell.kind in ("setup", "solution")]
    texts += [
        f"{answer.kind}/{answer.name}\n{answer.source}" for answer in read_answers(course / ANSWERS, exercise.name)
    ]
    return digest(probes.made_of(exercise.name), texts=texts)
