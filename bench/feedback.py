"""`make bench`: feedback pages by `autograder feedback` and by stock `nbgrader generate_feedback`, on one graded class.

Read the ratio, not the seconds. Stock nbgrader takes too long for the whole class, so it is timed on the first ten
submissions. The comparison is by seconds a page; ours include start-up, the check of which pages are current, and all
processes.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.course.model import Lab
from autograder.course.reading import read_course
from bench.grading import ROOT, Run, make_class, measure

MOST_RATIO = 1 / 8  # to stock's time
FIRST = "*00?"  # the first ten submissions of `make_class`, as a pattern for nbgrader


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=400, help="submissions for ours")
    parser.add_argument("--jobs", type=int, default=0, help="at a time, for ours (default: one a core)")
    options = parser.parse_args()
    lab = read_course(ROOT / "solutions")[0]
    return 0 if against_stock(lab, options.count, options.jobs, Console()) else 1


def against_stock(lab: Lab, count: int, jobs: int, console: Console) -> bool:
    """Print the table; returns whether a page takes at most an eighth of stock nbgrader's time."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        course = Path(folder)
        make_class(course, lab, count)
        flags = ["--gradebook", "gradebook", "--jobs", str(jobs)]
        measure(course, ["-m", "autograder", "grade", "--submitted", "gradebook/submitted", *flags])
        few = len(list((course / "gradebook" / "submitted").glob(FIRST)))
        ours = measure(course, ["-m", "autograder", "feedback", *flags])
        written = len(list((course / "gradebook" / "feedback").rglob("*.html")))
        again = measure(course, ["-m", "autograder", "feedback", *flags])
        stock = measure(course, ["-m", "nbgrader", "generate_feedback", lab.id, "--force", f"--student={FIRST}"])
    if written != count:
        raise SystemExit(f"{written} of {count} pages were written")
    table = Table(title=f"Feedback on {lab.id}: {count} pages by ours, {few} of them by stock, compared by the page")
    for head in ("", "pages", "seconds", "a page", "to stock", "CPU a page"):
        table.add_column(head, justify="right" if head else "left", no_wrap=True)
    each = stock.seconds / few
    for name, pages, run in (
        ("nbgrader generate_feedback", few, stock),
        ("autograder feedback", count, ours),
        ("the same, nothing changed", count, again),
    ):
        table.add_row(name, *_cells(pages, run, each))
    console.print(table)
    ratio = ours.seconds / count / each
    fast = ratio <= MOST_RATIO
    console.print(
        f"stock takes {1 / ratio:.1f} times as long a page; at least {1 / MOST_RATIO:g}: {'yes' if fast else 'NO'}"
    )
    return fast


def _cells(pages: int, run: Run, each: float) -> tuple[str, ...]:
    seconds = run.seconds / pages
    return str(pages), f"{run.seconds:.1f}", f"{seconds:.3f}", f"{seconds / each:.3f}", f"{run.cpu / pages:.2f}"


if __name__ == "__main__":
    raise SystemExit(main())
