"""A class that was never examined, in a gradebook folder as grading leaves it: any number of students and labs."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from nbgrader.api import Base
from sqlalchemy import create_engine, insert, select

from autograder.course.answers import ANSWERS, Answer, read_answers
from autograder.course.model import Cell, Lab
from autograder.course.nbgrader_cells import grade_id, is_answer
from autograder.course.reading import read_course
from autograder.diagnosis.naming import Diagnosis, to_json
from autograder.exam.results import Cause, Examined, Verdict
from autograder.gradebook.marks import Marks, answers_in, write_marks
from autograder.gradebook.paths import AUTOGRADED, RECORDS
from autograder.gradebook.records import write_record
from autograder.gradebook.scores import Row, replace_scores
from autograder.intake import Submission
from autograder.release.notebooks import generate
from bench.grading import ROOT

COPIED = 50  # one student in so many hands in another one's answers
WORDS = "the kernel slides over each window and sums its products with shared weights".split(" ")  # noqa: SIM905  # shorter so
_lab_cells: dict[str, tuple[Cell, ...]] = {}
DUE = datetime(2026, 3, 1, 12)


@dataclass(frozen=True)
class Template:
    """A lab's autograded notebook with a mark in place of each answer and of the metadata, and the answers to pick."""

    lab: Lab
    text: str
    answers: dict[str, list[Answer]]


def make_class(course: Path, students: int, labs: int) -> None:
    """A course with so many labs, and a gradebook folder in which all students are graded, in every lab."""
    course.mkdir(parents=True, exist_ok=True)
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    penalty = 'c.LateSubmissionPlugin.penalty_method = "zero"'
    (course / "nbgrader_config.py").write_text(f"{config}\n{penalty}\n", encoding="utf-8")
    shutil.copytree(ROOT / ANSWERS, course / ANSWERS)
    originals = sorted(path for path in (ROOT / "solutions").iterdir() if path.is_dir())
    for number in range(labs):
        original = originals[number % len(originals)]
        shutil.copytree(original, course / "solutions" / f"{number + 1:02}_{original.name.partition('_')[2]}")
    all_labs, gradebook = read_course(course / "solutions"), course / "gradebook"
    gradebook.mkdir()
    generate(course, list(all_labs), course / "notebooks", f"sqlite:///{gradebook / 'gradebook.db'}")
    _lab_cells.update({lab.id: lab.cells for lab in all_labs})
    templates = [template(lab) for lab in all_labs]
    names = [f"s{number:04}" for number in range(students)]
    examined = [one for number, name in enumerate(names) for one in _examined(gradebook, name, number, templates)]
    replace_scores(gradebook, (row for one in examined for row in _rows(one)))
    fill_database(gradebook, names, examined)


def template(lab: Lab) -> Template:
    """The lab's own notebook, with the stored figures, as a graded one looks."""
    notebook = json.loads(lab.path.read_text(encoding="utf-8"))
    notebook["metadata"]["autograder"] = "@notes@"
    for cell in notebook["cells"]:
        if is_answer(cell):
            cell["source"] = f"@{grade_id(cell)}@"
    answers = {exercise.name: read_answers(ROOT / ANSWERS, exercise.name) for exercise in lab.exercises}
    return Template(lab, json.dumps(notebook, indent=1, ensure_ascii=False), answers)


def _examined(gradebook: Path, student: str, number: int, templates: list[Template]) -> Iterator[Examined]:
    """A student's submissions, whose notebooks and records are written."""
    for one in templates:
        lab = one.lab
        copied = number % COPIED == 1
        chance = random.Random(f"{number - copied} {lab.id}")
        text, diagnoses, verdicts = one.text, {}, []
        for exercise in lab.exercises:
            answer, source = _answer(one.answers[exercise.name], chance)
            if copied:
                source = source.replace("X", "image").replace("helper", "extra")
            text = text.replace(json.dumps(f"@{exercise.name}@"), json.dumps(source, ensure_ascii=False))
            fails = () if answer is None or answer.kind == "right" else answer.fails or ("value",)
            if fails and answer is not None:
                found = Diagnosis(exercise.name, "misconception", answer.name, answer.says, {"image": [[0.5] * 9] * 9})
                diagnoses[exercise.name] = to_json(found)
            for test in exercise.tests:
                wrong = test.concept in fails
                verdicts.append(
                    Verdict(
                        test.name,
                        "failed" if wrong else "passed",
                        0.0 if wrong else test.points,
                        test.points,
                        "CheckError: the result is another one" if wrong else "",
                        Cause("wrong", "CheckError") if wrong else None,
                    )
                )
            if not exercise.tests:
                given = chance.choice((None, exercise.points))
                verdicts.append(Verdict(exercise.name, "manual", given, exercise.points))
        notes = {"diagnosis": diagnoses, "deaths": {}}
        text = text.replace('"@notes@"', json.dumps(notes, ensure_ascii=False))
        place = gradebook / AUTOGRADED / student / lab.id / f"{lab.notebook}.ipynb"
        place.parent.mkdir(parents=True)
        place.write_text(text, encoding="utf-8")
        time = DUE + timedelta(hours=chance.choice((-30, -20, -9, -5, -3, -2, -1, -1, -1, 2)))
        submission = Submission(student, lab.id, lab.notebook, timestamp=time)
        examined = Examined(submission, text, tuple(verdicts), 0.2 + chance.random(), 0.2 + chance.random(), 2**27)
        write_record(gradebook, examined, "bench", _rows(examined))
        write_marks(gradebook, student, lab.id, Marks(answers_in(text, lab)))
        yield replace(examined, text="")


def _answer(answers: list[Answer], chance: random.Random) -> tuple[Answer | None, str]:
    """One of the answers, with a line more that hardly two students have; words where there are none."""
    if not answers:
        return None, " ".join(chance.choices(WORDS, k=60))
    kinds = ["right"] * 7 + ["wrong"] * 3
    answer = chance.choice([one for one in answers if one.kind == chance.choice(kinds)])
    more = f"\n\ndef helper(a):\n    return a * {chance.randrange(999)} + {chance.randrange(999)}\n"
    return answer, answer.source + (more if chance.random() < 0.5 else f"# {chance.random()}\n")


def _rows(examined: Examined) -> list[Row]:
    sent = examined.submission
    exercises = {test.name: test.exercise for test in _lab_cells[sent.lab]}
    return [
        Row(
            sent.student,
            sent.lab,
            exercises[one.test],
            one.test,
            one.points,
            one.max_points,
            one.outcome,
            one.reason,
        )
        for one in examined.verdicts
    ]


def fill_database(gradebook: Path, names: list[str], examined: list[Examined]) -> None:
    """All students, submissions, grades and comments, as nbgrader's tables have them."""
    tables = Base.metadata.tables
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ("a", "n", "g", "c")}
    engine = create_engine(f"sqlite:///{gradebook / 'gradebook.db'}")
    with engine.begin() as connection:
        assignment, notebook = tables["assignment"], tables["notebook"]
        cells = tables["base_cell"]
        connection.execute(assignment.update().values(duedate=DUE))
        connection.execute(insert(tables["student"]), [{"id": name} for name in names])
        found = select(assignment.c.name, assignment.c.id, notebook.c.id).join_from(assignment, notebook)
        places = {lab: (number, book) for lab, number, book in connection.execute(found)}
        by_book: dict[str, dict[str, list[tuple[str, str]]]] = {}
        for number, name, book, kind in connection.execute(
            select(cells.c.id, cells.c.name, cells.c.notebook_id, cells.c.type)
        ):
            by_book.setdefault(book, {}).setdefault(kind, []).append((number, name))
        for one in examined:
            sent = one.submission
            assignment_id, book = places[sent.lab]
            mine, submitted = uuid4().hex, uuid4().hex
            rows["a"].append(
                {"id": mine, "assignment_id": assignment_id, "student_id": sent.student, "timestamp": sent.timestamp}
            )
            rows["n"].append({"id": submitted, "assignment_id": mine, "notebook_id": book, "flagged": False})
            verdicts = {verdict.test: verdict for verdict in one.verdicts}
            for number, name in by_book[book]["GradeCell"]:
                verdict = verdicts[name]
                is_manual = verdict.outcome == "manual"
                rows["g"].append(
                    {
                        "id": uuid4().hex,
                        "notebook_id": submitted,
                        "cell_id": number,
                        "auto_score": None if is_manual else verdict.points,
                        "manual_score": verdict.points if is_manual else None,
                        "needs_manual_grade": verdict.points is None,
                    }
                )
            for number, _ in by_book[book]["SolutionCell"]:
                rows["c"].append({"id": uuid4().hex, "notebook_id": submitted, "cell_id": number})
        of_submissions = {"a": "submitted_assignment", "n": "submitted_notebook", "g": "grade", "c": "comment"}
        for key, table in of_submissions.items():
            connection.execute(insert(tables[table]), rows[key])


def take_notes_out(gradebook: Path) -> None:
    """Leave in the records what they held before they noted anything of the notebooks."""
    for path in (gradebook / RECORDS).glob("*/*.json"):
        note = json.loads(path.read_text(encoding="utf-8"))
        note.pop("seen", None)
        path.write_text(json.dumps(note), encoding="utf-8")
