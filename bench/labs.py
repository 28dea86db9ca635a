"""`python -m bench.labs`: each lab, beside stock nbgrader and beside what a student and a grader may wait.

The first table grades a few honest submissions to each lab by both. "Each" is what a further submission costs, without
what is done once; "× stock" counts all of it, start-up too, for a class of 24. Read the ratios, not the seconds.

The second table runs each solution as *Restart & Run All* does, its kernel on one core, and gives the CPU seconds that
its graded submission has on record.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.course.model import Lab
from autograder.course.reading import read_course
from bench.grading import ROOT, make_class, measure, ours, scores
from bench.wait import KERNEL_RUN, notebook, timed

CLASS = 24
MOST_RUN, MOST_CPU = 20.0, 5.0  # seconds
LONGER = {"08_capstone": (90.0, 70.0)}  # it trains networks


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lab", action="append", help="only this lab, for instance 01_convolution")
    parser.add_argument("--count", type=int, default=2, help="submissions for stock nbgrader; 5 times more for ours")
    parser.add_argument("--jobs", type=int, default=0, help="at a time, for ours (default: one a core)")
    options = parser.parse_args()
    labs = [lab for lab in read_course(ROOT / "solutions") if options.lab is None or lab.id in options.lab]
    if not labs:
        parser.error("there is no such lab")
    console = Console(width=110)
    equal = ratios(labs, options.count, options.jobs, console)
    return 0 if equal and waits(labs, console) else 1


def ratios(labs: list[Lab], count: int, jobs: int, console: Console) -> bool:
    """Print the first table; returns whether all scores are equal."""
    table = Table(title=f"Grading: {count} submissions by stock nbgrader, {count} and {5 * count} by autograder")
    for head in ("lab", "stock s each", "ours s each", "× stock", f"× stock, a class of {CLASS}", "equal scores"):
        table.add_column(head, justify="right" if head != "lab" else "left")
    all_equal = True
    for lab in labs:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            course = Path(folder)
            make_class(course, lab, count)
            stock = measure(course, ["-m", "nbgrader", "autograde", lab.id]).seconds / count
            few = measure(course, ours("few", jobs)).seconds
            equal = scores(course / "gradebook", lab) == scores(course / "few", lab)
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            make_class(Path(folder), lab, 5 * count)
            many = measure(Path(folder), ours("many", jobs)).seconds
        each = (many - few) / (4 * count)
        of_class = CLASS * stock / (few + (CLASS - count) * each)
        all_equal &= equal
        table.add_row(
            lab.id,
            f"{stock:.1f}",
            f"{each:.2f}",
            f"{stock / each:.1f}",
            f"{of_class:.1f}",
            "yes" if equal else "NO",
        )
    console.print(table)
    return all_equal


def waits(labs: list[Lab], console: Console) -> bool:
    """Print the second table; returns whether every lab keeps its limits."""
    table = Table(title="One core: Restart & Run All of the solution, and its graded submission")
    for head in ("lab", "run, s", "at most", "graded, CPU s", "at most"):
        table.add_column(head, justify="right" if head != "lab" else "left")
    kept = True
    for lab in labs:
        run, cpu = restart_and_run_all(lab), graded_cpu(lab)
        most_run, most_cpu = LONGER.get(lab.id, (MOST_RUN, MOST_CPU))
        kept &= run <= most_run and cpu <= most_cpu
        table.add_row(lab.id, f"{run:.1f}", f"{most_run:g}", f"{cpu:.2f}", f"{most_cpu:g}")
    console.print(table)
    console.print(f"every lab within its limits: {'yes' if kept else 'NO'}")
    return kept


def restart_and_run_all(lab: Lab) -> float:
    """Seconds, with all processes on one core."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        printed, _ = timed(ROOT, [sys.executable, "-P", str(KERNEL_RUN), str(notebook(ROOT / "solutions" / lab.id))])
    finally:
        os.sched_setaffinity(0, allowed)
    return float(json.loads(printed.splitlines()[-1])["all"][0])


def graded_cpu(lab: Lab) -> float:
    """CPU seconds of the solution's exam: the median of three, as their records have it."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        course = Path(folder)
        make_class(course, lab, 1)
        costs = []
        for number in range(3):
            measure(course, ours(f"graded{number}", 1))
            record = next((course / f"graded{number}").glob(".records/*/*.json"))
            costs.append(float(json.loads(record.read_text(encoding="utf-8"))["cost"]["cpu_seconds"]))
    return statistics.median(costs)


if __name__ == "__main__":
    sys.exit(main())
