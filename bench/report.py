"""`python -m bench.report`: the seconds of `autograder report` on a synthetic class, by phase.

The class is written straight into a gradebook folder, nothing is examined: a database as nbgrader makes it, scores.csv,
records, and autograded notebooks that hold the labs' figures. There are as many labs as asked for, copies of the
course's own under other ids. The answers are those of `tests/answers`, changed a little, so that hardly two are equal;
every fiftieth student has another one's. `--bare-records` takes out of the records what they note of the notebooks, as
before they did.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from nbgrader.api import Base
from rich.console import Console
from rich.table import Table
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
from bench.clock import Clock
from bench.grading import ROOT, measure

MOST_SECONDS = 10.0
COPIED = 50  # one student in so many hands in another one's answers
WORDS = (
    "the",
    "kernel",
    "slides",
    "over",
    "each",
    "window",
    "and",
    "sums",
    "its",
    "products",
    "with",
    "shared",
    "weights",
)
_lab_cells: dict[str, tuple[Cell, ...]] = {}
DUE = datetime(2026, 3, 1, 12)
# A function of the report (its module and name), and what it is a part of.
PHASES = (
    ("gathering", "refresh_penalties", "late penalties"),
    ("gathering", "read_course", "the course"),
    ("gathering", "refreshed_scores", "grades and scores.csv"),
    ("gathering", "graded_rows", "grades and scores.csv"),
    ("gathering", "read_scores", "grades and scores.csv"),
    ("gathering", "class_of", "database"),
    ("gathering", "read_records", "records"),
    ("gathering", "look", "notebooks"),
    ("gathering", "set_aside_in", "records"),
    ("gathering", "page_address", "pages there"),
    ("writing", "gather", "gathering"),
    ("writing", "known_sentences", "sections"),
    ("writing", "alike_in", "sections"),
    ("writing", "render", "pages"),
    ("writing", "write_whole", "pages"),
)


@dataclass(frozen=True)
class Template:
    """A lab's autograded notebook with a mark in place of each answer and of the metadata, and the answers to pick."""

    lab: Lab
    text: str
    answers: dict[str, list[Answer]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=1000)
    parser.add_argument("--labs", type=int, default=9)
    parser.add_argument("--bare-records", action="store_true", help="nothing noted of the notebooks")
    parser.add_argument("--keep", type=Path, help="make the class in this folder, and leave it there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        course = options.keep or Path(folder)
        make_class(course, options.students, options.labs)
        if options.bare_records:
            take_notes_out(course / "gradebook")
        command = ["-m", "autograder", "report", "--gradebook", "gradebook"]
        measure(course, command)  # the files are in memory from now on
        run = measure(course, command)
        phases = by_phase(course)
        pages = sorted((course / "gradebook" / "reports").glob("*.html"))
    if len(pages) != options.labs + 1:
        raise SystemExit(f"{len(pages)} of {options.labs + 1} pages were written")
    table = Table(title=f"The report of {options.students} students × {options.labs} labs")
    table.add_column("", justify="left")
    table.add_column("seconds", justify="right")
    for phase, seconds in sorted(phases.items(), key=lambda pair: -pair[1]):
        table.add_row(phase, f"{seconds:.2f}")
    table.add_section()
    table.add_row("the command, start-up and all", f"{run.seconds:.2f}")
    table.add_row("CPU seconds, without the processes that compare", f"{run.cpu:.2f}")
    console = Console()
    console.print(table)
    fast = run.seconds <= MOST_SECONDS
    console.print(f"at most {MOST_SECONDS:g} seconds: {'yes' if fast else 'NO'}")
    return 0 if fast else 1


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


def by_phase(course: Path) -> Counter[str]:
    """Seconds by phase, of one more run, in a process of its own."""
    printed = subprocess.run(
        [sys.executable, "-m", "bench.report", "timed", str(course)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
    ).stdout
    return Counter(json.loads(printed))


def timed(course: Path) -> None:
    """Make the report, and print the seconds of its phases."""
    clock = Clock("start-up")
    from autograder.report import gathering, writing

    modules = {"gathering": gathering, "writing": writing}
    for module, name, phase in PHASES:
        if hasattr(modules[module], name):
            clock.watch(modules[module], name, phase)
    clock.watch(Future, "result", "waiting for similarity")
    clock.turn("sections")
    writing.write_reports(course, course / "gradebook")
    clock.turn("")
    print(json.dumps(clock.times))


if __name__ == "__main__":
    if sys.argv[1:2] == ["timed"]:
        timed(Path(sys.argv[2]))
        sys.exit(0)
    sys.exit(main())
