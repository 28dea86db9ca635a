"""Stock `nbgrader autograde` and `autograder grade` on the same class, in one run: submissions a minute, and whether all scores agree.

`python -m bench.grading [--count N] [--jobs N]`. Machines are noisy: read the ratio, not the seconds.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nbgrader.api import Gradebook
from rich.console import Console
from rich.table import Table

from autograder.course import Lab, read_course
from autograder.demo import ANSWERS, sample_students, write_submission
from autograder.release import generate

ROOT = Path(__file__).parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=8, help="how many submissions to lab 1")
    parser.add_argument("--jobs", type=int, default=0, help="at a time, for ours (default: one a core)")
    options = parser.parse_args()
    lab = read_course(ROOT / "solutions")[0]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        course = Path(folder)
        make_class(course, lab, options.count)
        stock = seconds(course, ["-m", "nbgrader", "autograde", lab.id])
        ours_into = course / "ours"
        ours = seconds(
            course,
            ["-m", "autograder", "grade", "--submitted", "gradebook/submitted", "--gradebook", str(ours_into), "--jobs", str(options.jobs)],
        )
        equal = scores(course / "gradebook", lab) == scores(ours_into, lab)
    table = Table(title=f"{options.count} submissions to {lab.id}")
    for head in ("", "seconds", "a minute"):
        table.add_column(head, justify="right")
    for name, taken in (("stock nbgrader autograde", stock), ("autograder grade", ours)):
        table.add_row(name, f"{taken:.1f}", f"{60 * options.count / taken:.1f}")
    Console().print(table, f"ratio {stock / ours:.2f}; every score equal: {'yes' if equal else 'NO'}")
    return 0 if equal else 1


def make_class(course: Path, lab: Lab, count: int) -> None:
    """A course with one lab, released, and `count` submissions, the demo's students in turn."""
    shutil.copy(ROOT / "nbgrader_config.py", course)
    shutil.copytree(ROOT / "solutions" / lab.id, course / "solutions" / lab.id)
    (course / "gradebook").mkdir()
    generate(course, [lab], course / "notebooks", f"sqlite:///{course / 'gradebook' / 'gradebook.db'}")
    students = sample_students(ROOT / ANSWERS)
    for number in range(count):
        student = students[number % len(students)]
        write_submission(course, student, lab, course / "gradebook" / "submitted" / f"{student.name}{number:03}" / lab.id)


def seconds(course: Path, arguments: list[str]) -> float:
    """How long one command takes, from start to end."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], cwd=course, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return time.perf_counter() - start


def scores(gradebook: Path, lab: Lab) -> dict[tuple[str, str], float]:
    """Every grade cell's score by student and name."""
    with Gradebook(f"sqlite:///{gradebook / 'gradebook.db'}") as book:
        return {
            (submission.student.id, grade.name): grade.score
            for submission in book.assignment_submissions(lab.id)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


if __name__ == "__main__":
    sys.exit(main())
