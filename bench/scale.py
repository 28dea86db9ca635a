"""`python -m bench.scale`: whether the grading process stays flat, and how many submissions a second it sustains.

Classes of growing size are graded by an executor that answers at once with what real exams gave before: real
submissions, read from the disk, repaired, recorded in the gradebook, nothing examined. What is left is the grading
process itself: its peak memory, and the submissions a second that reading them and one writer sustain.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from autograder.cli.sandbox_choice import choose_sandbox
from autograder.course.config import load_config
from autograder.course.reading import read_course
from autograder.exam.results import Examined
from autograder.grading import grade, local_threads, plan
from bench.grading import HONEST, ROOT, make_class


class Keeping(Executor):
    """Examines, and keeps what each notebook gave."""

    def __init__(self, jobs: int, kept: dict[str, Examined]) -> None:
        self.threads, self.kept = local_threads(jobs), kept

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = self.threads.submit(function, *args, **kwargs)
        future.add_done_callback(self._keep)
        return future

    def _keep(self, future: Future[Examined]) -> None:
        examined = future.result()
        self.kept[examined.submission.text] = replace(examined, submission=None)  # type: ignore[arg-type]  # put back below

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.threads.shutdown(wait)


class AtOnce(Executor):
    """Answers with what the same notebook gave before."""

    def __init__(self, kept: dict[str, Examined]) -> None:
        self.kept = kept

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        submission = args[0]
        future.set_result(replace(self.kept[submission.text], submission=submission))
        return future


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 10_000], help="submissions in each class")
    sizes = parser.parse_args().sizes
    table = Table(title="The grading process with an executor that answers at once")
    for head in ("submissions", "seconds", "a second", "peak MiB", "to the first"):
        table.add_column(head, justify="right")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        course = Path(folder)
        make_class(course, read_course(ROOT / "solutions")[0], len(HONEST))
        first = 0
        for size in sizes:
            printed = subprocess.run(
                [sys.executable, "-m", "bench.scale", "graded", str(course), str(size)],
                check=True,
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            ).stdout
            seconds, peak = map(float, printed.split()[-2:])
            first = first or int(peak)
            table.add_row(
                str(size), f"{seconds:.1f}", f"{size / seconds:.1f}", f"{peak / 1024:.0f}", f"{peak / first:.2f}"
            )
    Console().print(table)
    return 0


def graded(course: Path, size: int) -> None:
    """Grade a class of this size; print the seconds that plan and writer took, and the peak memory in KiB."""
    settings, submitted = load_config(course), course / "gradebook" / "submitted"
    answers = course / f"{size}" / "answers"
    choose_sandbox(settings, course, submitted, answers)
    kept: dict[str, Examined] = {}
    grade(plan(course, submitted, answers, settings=settings), 0, lambda jobs: Keeping(jobs, kept))
    many = course / f"{size}"
    copied = sorted(submitted.glob("*/*/*.ipynb"))
    for number in range(size):
        source = copied[number % len(copied)]
        place = many / "submitted" / f"s{number:05}" / source.parent.name / source.name
        place.parent.mkdir(parents=True)
        place.hardlink_to(source)
    start = time.perf_counter()
    work = plan(course, many / "submitted", many / "gradebook", settings=settings)
    came = grade(work, 2, lambda jobs: AtOnce(kept))
    seconds = time.perf_counter() - start
    if came.run != size or came.needs_review:
        raise SystemExit(f"{came.run} of {size} submissions were graded")
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    if sys.argv[1:2] == ["graded"]:
        graded(Path(sys.argv[2]), int(sys.argv[3]))
        sys.exit(0)
    sys.exit(main())
