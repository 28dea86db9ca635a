"""`python -m bench.scale`: whether the grading process stays flat, and how many submissions a second it sustains.

Classes of growing size are graded by an executor that answers at once with what real exams gave before: real
submissions, read from the disk, repaired, recorded in the gradebook, nothing examined. What is left is the grading
process itself: its peak memory, and the submissions a second that reading them and one writer sustain.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from autograder.cli.sandbox_choice import choose_sandbox
from autograder.course.config import load_config
from autograder.course.reading import read_course
from autograder.grading import grade, plan
from bench.grading import HONEST, ROOT, make_class


class AtOnce(Executor):
    """Answers with what the same notebook gave before; has it examined the first time."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}
        self.is_ready = False

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        asked = json.loads(args[0])
        if asked["text"] not in self.kept:
            if self.is_ready:
                raise SystemExit("a notebook that was not examined before")
            self.kept[asked["text"]] = json.loads(function(*args))
        answer = {**self.kept[asked["text"]], **{name: asked[name] for name in ("key", "course", "print")}}
        future.set_result(json.dumps(answer).encode())
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
    at_once = AtOnce()
    grade(plan(course, submitted, answers, settings=settings), 1, lambda jobs: at_once)
    at_once.is_ready = True
    many = course / f"{size}"
    copied = sorted(submitted.glob("*/*/*.ipynb"))
    for number in range(size):
        source = copied[number % len(copied)]
        place = many / "submitted" / f"s{number:05}" / source.parent.name / source.name
        place.parent.mkdir(parents=True)
        place.hardlink_to(source)
    start = time.perf_counter()
    work = plan(course, many / "submitted", many / "gradebook", settings=settings)
    came = grade(work, 2, lambda jobs: at_once)
    seconds = time.perf_counter() - start
    if came.run != size or came.needs_review:
        raise SystemExit(f"{came.run} of {size} submissions were graded")
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    if sys.argv[1:2] == ["graded"]:
        graded(Path(sys.argv[2]), int(sys.argv[3]))
        sys.exit(0)
    sys.exit(main())
