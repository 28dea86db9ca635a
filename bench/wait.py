"""`python -m bench.wait --against FOLDER`: how long a student waits, here and with another checkout of the course.

The two take turns; each row has the medians of both, by the clock and in CPU seconds of all processes, and the median
of the ratios of neighbouring runs. Read the ratios, not the seconds. Another checkout is made so:

    git worktree add ../before COMMIT
    make -C ../before env
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.cli.sample_class import sample_students, write_submission
from autograder.course.reading import read_course
from bench.grading import ANSWERS, ROOT
from bench.kernel_run import children

KERNEL_RUN = Path(__file__).parent / "kernel_run.py"
ROWS = {
    "started": "kernel start to the end of the first cell",
    "alone": "the first cell alone",
    "all": "Restart & Run All, solved",
    "solved": "nbgrader validate, solved",
    "untouched": "nbgrader validate, untouched",
}
SOLVED, UNTOUCHED = "ada", "edsger"  # of the sample class

Costs = dict[str, tuple[float, float]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path, required=True, help="another checkout, with its environment in .venv")
    parser.add_argument("--lab", default="01_convolution", help="the lab's folder")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each")
    options = parser.parse_args()
    there = options.against.resolve()
    taken: dict[Path, list[Costs]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for tree, name in ((there, "before"), (ROOT, "now")):
            write_notebooks(tree, options.lab, Path(folder, name))
        for number in range(options.rounds):
            turn = ((there, "before"), (ROOT, "now"))
            for tree, name in turn if number % 2 == 0 else turn[::-1]:
                taken[tree].append(costs(tree, Path(folder, name)))
                run = taken[tree][-1].items()
                spent = "; ".join(f"{row} {clock:.1f} s, CPU {cpu:.1f}" for row, (clock, cpu) in run)
                print(f"{name}: {spent}", file=sys.stderr, flush=True)
    Console().print(table(options.lab, taken[there], taken[ROOT]))
    return 0


def write_notebooks(course: Path, lab_id: str, folder: Path) -> None:
    """The lab of this checkout in two folders: solved, and as it was released."""
    lab = next(lab for lab in read_course(course / "solutions") if lab.id == lab_id)
    for student in sample_students(course / ANSWERS):
        if student.name in (SOLVED, UNTOUCHED):
            write_submission(course, student, lab, folder / student.name)


def costs(tree: Path, folder: Path) -> Costs:
    """[seconds, CPU seconds] of each row, once, with this checkout's Python and packages."""
    python = tree / ".venv" / "bin" / "python"
    command = str(python if python.exists() else sys.executable)
    ran, _ = timed(tree, [command, "-P", str(KERNEL_RUN), str(notebook(folder / SOLVED))])
    taken: Costs = {row: (cost[0], cost[1]) for row, cost in json.loads(ran.splitlines()[-1]).items()}
    for row, student in (("solved", SOLVED), ("untouched", UNTOUCHED)):
        printed, taken[row] = timed(tree, [command, "-m", "nbgrader", "validate", str(notebook(folder / student))])
        if ("Success" in printed) != (row == "solved"):
            raise SystemExit(f"validating the {row} lab of {tree} said:\n{printed[-2000:]}")
    return taken


def notebook(folder: Path) -> Path:
    """The notebook of a submission."""
    return next(folder.glob("*.ipynb"))


def timed(tree: Path, command: list[str]) -> tuple[str, tuple[float, float]]:
    """Run a command away from any course, with this checkout's packages; returns its output, seconds, CPU seconds."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    with tempfile.TemporaryDirectory(prefix="bench-") as elsewhere:
        start, used = time.perf_counter(), children()
        done = subprocess.run(
            command,
            cwd=elsewhere,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        cost = time.perf_counter() - start, children() - used
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout, cost


def table(lab: str, before: list[Costs], now: list[Costs]) -> Table:
    """The medians of both checkouts, and of the ratios of their neighbouring runs."""
    made = Table(title=f"{lab}: medians of {len(now)} runs each, in turns")
    for head in ("", "seconds before", "now", "ratio", "CPU s before", "now", "ratio"):
        made.add_column(head, justify="right" if head else "left")
    for row, title in ROWS.items():
        cells = []
        for which, places in ((0, 1), (1, 1)):
            pairs = [(old[row][which], new[row][which]) for old, new in zip(before, now, strict=True)]
            cells += [f"{statistics.median(side):.{places}f}" for side in zip(*pairs, strict=True)]
            cells.append(f"{statistics.median(new / old for old, new in pairs):.2f}")
        made.add_row(title, *cells)
    return made


if __name__ == "__main__":
    sys.exit(main())
