"""One test cell of one submission, run again with its seed, with each call's inputs, expected and actual values. For
instructors.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
from traitlets.config import Config

from autograder.course.config import SOLUTIONS
from autograder.course.model import CourseError
from autograder.course.nbgrader_cells import grade_id, is_test
from autograder.course.reading import read_course
from autograder.exam.engine import close_engines, engine_for
from autograder.exam.results import Verdict
from autograder.exam.sandbox.syscalls import SandboxError
from autograder.exam.settings import exam_settings, hidden_paths
from autograder.gradebook.secret import course_secret, submission_seed
from autograder.grading import prepare
from autograder.intake import collect


def explain(course: Path, submitted: Path, gradebook: Path, settings: Config, student: str, lab: str, test: str) -> str:
    """What happened in one test cell, as text.

    Raises:
        CourseError: there is no such submission or test cell, or the exam could not be held.
    """
    masters = prepare(course, read_course(course / SOLUTIONS), gradebook)
    found = [sent for sent in collect(submitted, masters, [lab], [student]) if sent.lab == lab]
    if not found:
        raise CourseError(f"{submitted}: no submission of {student!r} for {lab!r}")
    sent = found[0]
    if sent.problem:
        raise CourseError(f"{student} {lab}: {sent.problem}")
    names = [grade_id(cell) for cell in nbformat.reads(sent.text, as_version=4).cells if is_test(cell)]
    if test not in names:
        raise CourseError(f"{lab} has no test cell {test!r}; its test cells are {', '.join(names)}")
    exam = exam_settings(settings)
    seed = submission_seed(course_secret(gradebook), sent)
    try:
        engine = engine_for(exam, hidden_paths(settings, course, submitted, gradebook))
        answer = engine.examine({"text": sent.text, "seed": seed, "run_all": exam.run_all, "explain": test})
    except SandboxError as error:
        raise CourseError(str(error)) from error
    finally:
        close_engines()
    if answer["op"] != "examined":
        raise CourseError(f"{student} {lab}: {answer['problem']}")
    verdict = next(verdict for verdict in map(Verdict.from_json, answer["verdicts"]) if verdict.test == test)
    lines = [
        f"{student} {lab} {test}: {verdict.outcome}, {verdict.points} of {verdict.max_points:g} points (seed {seed})"
    ]
    return "\n".join([*lines, *answer["explained"], verdict.reason])
