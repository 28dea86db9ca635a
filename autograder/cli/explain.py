"""For instructors: one test cell of one submission, run again with its seed.

It shows the inputs of each call with the expected and the actual values.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
from traitlets.config import Config

from autograder.course.config import SOLUTIONS, exchange_zone, subject_name
from autograder.course.model import CourseError
from autograder.course.nbgrader_cells import grade_id, is_test
from autograder.course.reading import read_course
from autograder.course.roster import read_roster
from autograder.course.selection import asked_for
from autograder.course.student_ids import shown_id
from autograder.exam.engines import close_engines, engine_for
from autograder.exam.results import Verdict
from autograder.exam.sandbox.syscalls import SandboxError
from autograder.exam.settings import exam_settings, hidden_paths
from autograder.gradebook.secret import course_secret, submission_seed
from autograder.grading import prepare
from autograder.intake import Collected, students_in


def explain(course: Path, submitted: Path, gradebook: Path, settings: Config, student: str, lab: str, test: str) -> str:
    """What happened in one test cell, as text.

    Raises:
        CourseError: there is no such submission or test cell, or the exam could not run.
    """
    roster = read_roster(gradebook)
    labs = read_course(course / SOLUTIONS)
    senders = students_in(submitted, [known.id for known in labs], roster)
    ids = asked_for([student], senders, roster, f"in {submitted}", "--explain")
    if len(ids) > 1:
        raise CourseError(f"--explain {student}: name one student")
    student = shown_id(ids[0])
    masters = prepare(course, labs, gradebook)
    found = Collected(submitted, masters, [lab], ids, roster, zone=exchange_zone(settings))
    submissions = [entry for entry in found if entry.lab == lab]
    if not submissions:
        raise CourseError(f"{submitted}: no submission of {student!r} for {lab!r}")
    submission = submissions[0]
    if submission.problem:
        raise CourseError(f"{student} {lab}: {submission.problem}")
    names = [grade_id(cell) for cell in nbformat.reads(submission.text, as_version=4).cells if is_test(cell)]
    if test not in names:
        raise CourseError(f"{lab} has no test cell {test!r}; its test cells are {', '.join(names)}")
    exam = exam_settings(settings)
    seed = submission_seed(course_secret(gradebook), submission)
    try:
        engine = engine_for(exam, hidden_paths(settings, course, submitted, gradebook), subject_name(settings))
        options = {"changed": sorted(submission.changed), "run_all": exam.run_all, "explain": test}
        answer = engine.examine({"text": submission.text, "seed": seed, **options})
    except SandboxError as error:
        raise CourseError(str(error)) from error
    finally:
        close_engines()
    if answer["op"] != "examined":
        raise CourseError(f"{student} {lab}: {answer['problem']}")
    verdict = next(verdict for verdict in map(Verdict.from_json, answer["verdicts"]) if verdict.test == test)
    points = f"{verdict.points} of {verdict.max_points:g} points"
    headline = f"{student} {lab} {test}: {verdict.outcome}, {points} (seed {seed})"
    return "\n".join([headline, *answer["explained"], verdict.reason])
