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
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import Future
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.clock import Clock
from bench.grading import ROOT, measure
from bench.synthetic import make_class, take_notes_out

MOST_SECONDS = 10.0
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
