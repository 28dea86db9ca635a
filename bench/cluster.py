"""`python -m bench.cluster`: how much faster two workers of one core each are than one, in one run.

Each cluster is Dask's own on this machine, as `grade --cluster local:N` starts it. The class is graded by each of
them in turn; what is timed begins when the workers are ready. Read the ratio, not the seconds.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.cluster.starting import cluster_of
from autograder.course.config import load_config
from autograder.course.reading import read_course
from autograder.exam.settings import hidden_paths
from autograder.gradebook.scores import SCORES
from autograder.gradebook.secret import SECRET, course_secret
from autograder.grading import grade, plan
from bench.grading import ROOT, make_class


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200, help="submissions")
    parser.add_argument("--rounds", type=int, default=1, help="how often each class is graded")
    options = parser.parse_args()
    table = Table(title=f"{options.count} submissions on a cluster of this machine, workers of one core each")
    for head in ("workers", "seconds (median)", "a minute", "ratio"):
        table.add_column(head, justify="right")
    seconds: dict[int, list[float]] = {1: [], 2: []}
    written = set()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        course = Path(folder)
        make_class(course, read_course(ROOT / "solutions")[0], options.count)
        course_secret(course / "gradebook")
        secret = (course / "gradebook" / SECRET).read_bytes()
        for turn in range(options.rounds):
            for workers in (1, 2):
                gradebook = course / f"{workers}-{turn}"
                gradebook.mkdir()
                (gradebook / SECRET).write_bytes(secret)  # other inputs would give other messages
                seconds[workers].append(timed(course, gradebook, workers, options.count))
                written.add((gradebook / SCORES).read_bytes())
    one = statistics.median(seconds[1])
    for workers, found in seconds.items():
        middle = statistics.median(found)
        table.add_row(str(workers), f"{middle:.1f}", f"{60 * options.count / middle:.0f}", f"{one / middle:.2f}")
    console = Console()
    console.print(table)
    console.print(f"scores.csv the same, byte for byte: {'yes' if len(written) == 1 else 'NO'}")


def timed(course: Path, gradebook: Path, workers: int, count: int) -> float:
    """Seconds that this many workers take for the class."""
    settings, submitted = load_config(course), course / "gradebook" / "submitted"
    hidden = hidden_paths(settings, course, submitted, gradebook)
    with cluster_of(f"local:{workers}", "", settings, hidden, print, jobs=workers) as executor:
        work = plan(course, submitted, gradebook, settings=settings)
        start = time.perf_counter()
        came = grade(work, workers, lambda jobs: executor)
        seconds = time.perf_counter() - start
    if came.run != count or came.needs_review:
        raise SystemExit(f"{came.run} of {count} submissions were graded")
    return seconds


if __name__ == "__main__":
    main()
