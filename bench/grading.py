"""`make bench`: stock `nbgrader autograde` and `autograder grade` on the same class, in one run.

Read the ratios, not the seconds.

Stock nbgrader takes the same time for each submission, so it grades ten, each notebook of the class once; what it would
take for a whole class is calculated.

The first table is a class of honest lab-1 submissions, right and wrong: submissions a minute, CPU seconds a submission
against the bare cells in a warm forked shell, peak memory of the whole process tree (in a run of its own, since
watching costs time), and whether all scores are equal.

The second table is classes of growing size, made of the same notebooks, whose scores have to be the same; seconds a
submission must stay flat.

Last, a class is killed in the middle and run again.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from rich.console import Console
from rich.table import Table

from autograder.cli.sample_class import ANSWERS, sample_students, write_submission
from autograder.course.model import Lab
from autograder.course.nbgrader_cells import EXPLORE
from autograder.course.reading import read_course
from autograder.release.notebooks import generate
from bench.memory import Watch

ROOT = Path(__file__).parent.parent
KILLED = 100  # submissions of the class that is killed
HONEST = ("ada", "alan", "barbara", "claude", "dorothy", "frances", "grace", "hedy", "john", "linus")
# The shipped configuration keeps stock nbgrader from running without a sandbox, and from showing hidden tests.
STOCK = """c.Course.allow_stock_autograde = True
c.GenerateFeedback.exporter_class = "nbconvert.exporters.HTMLExporter"
"""

Scores = dict[tuple[str, str], float]


@dataclass(frozen=True)
class Run:
    """One command's cost: seconds by the clock, CPU seconds of all its processes, and peak bytes if watched, else 0."""

    seconds: float
    cpu: float
    peak: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=24, help="submissions in the first table")
    parser.add_argument("--sizes", type=int, nargs="*", default=[25, 400], help="class sizes in the second table")
    parser.add_argument("--jobs", type=int, default=0, help="at a time, for ours (default: one a core)")
    options = parser.parse_args()
    lab = read_course(ROOT / "solutions")[0]
    console = Console()
    each, expected, equal = against_stock(lab, options.count, options.jobs, console)
    still = growing(lab, options.sizes, options.jobs, each, expected, console)
    whole = killed(lab, KILLED, options.jobs, console)
    return 0 if equal and still and whole else 1


def against_stock(lab: Lab, count: int, jobs: int, console: Console) -> tuple[float, Scores, bool]:
    """Print the first table; returns stock's seconds a submission, its scores, and whether ours are equal."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        course = Path(folder)
        make_class(course, lab, len(HONEST))
        bare = bare_cpu(course, lab)
        stock_command = ["-m", "nbgrader", "autograde", lab.id]
        ten = measure(course, stock_command)
        expected = scores(course / "gradebook", lab)
        peak = measure(course, [*stock_command, "--student=ada000", "--force"], watched=True).peak
    stock = Run(count * ten.seconds / len(HONEST), count * ten.cpu / len(HONEST), peak)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        course = Path(folder)
        make_class(course, lab, count)
        plain = measure(course, ours("plain", jobs))
        watched = measure(course, ours("watched", jobs), watched=True)
        every = measure(course, [*ours("all", jobs), "--run-all"])
        equal = by_notebook(scores(course / "plain", lab)).items() <= by_notebook(expected).items()
    runs = [
        ("stock nbgrader autograde", stock),
        ("autograder grade", replace(plain, peak=watched.peak)),
        ("autograder grade --run-all", every),
    ]
    title = f"{count} submissions to {lab.id} (bare cells in a warm forked shell: {bare:.2f} CPU s a submission)"
    table = Table(title=title)
    for head in ("", "seconds", "a minute", "ratio", "CPU s a submission", "peak MiB"):
        table.add_column(head, justify="right" if head else "left")
    for name, run in runs:
        minute, ratio = 60 * count / run.seconds, stock.seconds / run.seconds
        most = f"{run.peak / 2**20:.0f}" if run.peak else ""
        table.add_row(name, f"{run.seconds:.1f}", f"{minute:.1f}", f"{ratio:.1f}", f"{run.cpu / count:.2f}", most)
    console.print(table)
    console.print(
        f"CPU a submission, with start-up, against the bare cells: {plain.cpu / count / bare:.2f}; "
        f"every score equal: {'yes' if equal else 'NO'}"
    )
    return stock.seconds / count, expected, equal


def growing(lab: Lab, sizes: list[int], jobs: int, stock: float, expected: Scores, console: Console) -> bool:
    """Print the second table; returns whether each notebook has the scores that stock nbgrader gave it.

    "Beyond the first" is the cost of each submission that a class has more than the first class, without what is done
    once, as imports are.
    """
    equal = True
    table = Table(title="Classes of growing size")
    heads = ("submissions", "seconds", "seconds each", "× stock", "each beyond the first", "× stock", "CPU s each")
    for head in heads:
        table.add_column(head, justify="right")
    first: tuple[int, float] | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            course = Path(folder)
            make_class(course, lab, size)
            run = measure(course, ours("ours", jobs))
            with (course / "ours" / "scores.csv").open(newline="") as table_of_ours:
                graded = len(
                    {row["student"] for row in csv.DictReader(table_of_ours) if row["outcome"] != "needs-human"}
                )
            equal &= by_notebook(scores(course / "ours", lab)).items() <= by_notebook(expected).items()
        if graded != size:
            raise SystemExit(f"{graded} of {size} submissions were graded")
        each, beyond = run.seconds / size, 0.0
        if first is None:
            first = size, run.seconds
        elif size > first[0]:
            beyond = (run.seconds - first[1]) / (size - first[0])
        more = (f"{beyond:.3f}", f"{stock / beyond:.1f}") if beyond else ("", "")
        costs = (f"{run.seconds:.1f}", f"{each:.3f}", f"{stock / each:.1f}", *more, f"{run.cpu / size:.2f}")
        table.add_row(str(size), *costs)
    console.print(table)
    console.print(f"every notebook's scores equal to those of stock nbgrader: {'yes' if equal else 'NO'}")
    return equal


def killed(lab: Lab, size: int, jobs: int, console: Console) -> bool:
    """Kill a run when half of the class is graded, and run it again; returns whether all were graded, none twice."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        course = Path(folder)
        make_class(course, lab, size)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
        command, book_folder = [sys.executable, *ours("ours", jobs)], course / "ours"
        first = subprocess.Popen(
            command, cwd=course, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while len(done := sorted(book_folder.glob(".records/*/*.json"))) < size // 2 and first.poll() is None:
            time.sleep(0.05)
        first.kill()
        first.wait()
        done = sorted(book_folder.glob(".records/*/*.json"))
        graded = {
            path.parent.name: (book_folder / "autograded" / path.parent.name / lab.id).stat().st_mtime_ns
            for path in done
        }
        run = measure(course, ours("ours", jobs), watched=True)
        twice = [
            student
            for student, when in graded.items()
            if (book_folder / "autograded" / student / lab.id).stat().st_mtime_ns != when
        ]
        with Gradebook(f"sqlite:///{book_folder / 'gradebook.db'}") as book:
            students = [submission.student.id for submission in book.assignment_submissions(lab.id)]
        whole = len(students) == len(set(students)) == size and not twice
    console.print(
        f"{size} submissions, killed after {len(done)}, run again: {len(students)} in the gradebook, "
        f"{len(twice)} of the first ones graded twice; peak memory {run.peak / 2**20:.0f} MiB"
    )
    return whole


def make_class(course: Path, lab: Lab, count: int) -> None:
    """A course with one lab, released, and `count` honest submissions, the demo's students in turn."""
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (course / "nbgrader_config.py").write_text(f"{config}\n{STOCK}", encoding="utf-8")
    shutil.copytree(ROOT / "solutions" / lab.id, course / "solutions" / lab.id)
    (course / "gradebook").mkdir()
    generate(course, [lab], course / "notebooks", f"sqlite:///{course / 'gradebook' / 'gradebook.db'}")
    students = [student for student in sample_students(ROOT / ANSWERS) if student.name in HONEST]
    for number in range(count):
        student = students[number % len(students)]
        write_submission(
            course, student, lab, course / "gradebook" / "submitted" / f"{student.name}{number:03}" / lab.id
        )


def ours(gradebook: str, jobs: int) -> list[str]:
    """The arguments for Python that grade the class into this folder."""
    folders = ["--submitted", "gradebook/submitted", "--gradebook", gradebook]
    return ["-m", "autograder", "grade", *folders, "--jobs", str(jobs)]


def bare_cpu(course: Path, lab: Lab) -> float:
    """CPU seconds of a submission's cells, without exploration cells, in a warm forked shell: the mean of the class."""
    from autograder.exam.candidate.shell import Shell

    for module in ("torch", "d2l.torch", "cnnlab", "matplotlib.pyplot"):
        __import__(module)
    import torch

    torch.set_num_threads(1)
    shell = Shell()
    tests = {cell.name: cell.source for cell in lab.cells if cell.kind == "test"}
    costs = []
    for path in sorted((course / "gradebook" / "submitted").glob(f"*/{lab.id}/*.ipynb"))[: len(HONEST)]:
        cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        sources = [tests.get(cell.id, cell.source) for cell in cells if EXPLORE not in cell.metadata.get("tags", [])]
        pid = os.fork()
        if pid == 0:
            for count, source in enumerate(sources, start=1):
                shell.run(source, count)
            os._exit(0)
        used = os.wait4(pid, 0)[2]
        costs.append(used.ru_utime + used.ru_stime)
    return statistics.mean(costs)


def measure(course: Path, arguments: list[str], *, watched: bool = False) -> Run:
    """Run one command in the course. With `watched`, its memory is measured, and its seconds mean nothing."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    start = time.perf_counter()
    command = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=course,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    watch = Watch(command.pid)
    if watched:
        watch.start()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    printed, _ = command.communicate()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = time.perf_counter() - start
    watch.done.set()
    if watched:
        watch.join()
    if command.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with {command.returncode}:\n{printed[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, cpu, watch.peak)


def by_notebook(all_scores: Scores) -> dict[tuple[str, str], set[float]]:
    """The scores of each cell of each notebook, which several students hand in, with a number after their name."""
    by_cell: dict[tuple[str, str], set[float]] = {}
    for (student, cell), score in all_scores.items():
        by_cell.setdefault((student.rstrip("0123456789"), cell), set()).add(score)
    return by_cell


def scores(gradebook: Path, lab: Lab) -> Scores:
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
