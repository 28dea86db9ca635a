"""How long a student waits for feedback while `watch` runs, and whether it keeps what arrives.

    python -m bench.watch --rate 1 --minutes 10        # an arrival a second for ten minutes
    python -m bench.watch --arrivals 2000 --kill 3     # as fast as they come, killed three times

The first prints the time from the last byte of a hand-in to its feedback page in place (median, 95th percentile, most)
for each fifth of the arrivals, since a cost that grows shows there, and the memory of the grading process and of all
its children. The second kills the service with SIGKILL at random moments while it works, starts it again, and counts
what became of the arrivals; every other ten come in one zip, which may be read in part when the service is killed.

The hand-ins are honest ones of the sample class, each made different by a comment with its number.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from nbgrader.api import Gradebook
from rich.console import Console
from rich.table import Table

from autograder.course.model import Lab
from autograder.course.reading import read_course
from bench.grading import ROOT, make_class
from bench.memory import share

TEMPLATES = 10
IN_A_ZIP = 10  # hand-ins
GIVE_UP_SECONDS = 600.0  # without anything graded
STEADY = 20  # pages before memory is looked at first: all that is made once is there then


@dataclass
class Watched:
    """A service that runs, and the folders that it works on."""

    course: Path
    lab: Lab
    jobs: int
    process: subprocess.Popen[bytes]
    arrived: dict[str, int] = field(default_factory=dict)  # by student, when the last byte was written, in ns

    @property
    def inbox(self) -> Path:
        return self.course / "in"

    def page(self, student: str) -> Path:
        return self.course / "out" / "feedback" / student / self.lab.id / f"{self.lab.notebook}.html"

    def arrive(self, number: int, templates: list[str]) -> None:
        """Hand in one notebook."""
        student = f"s{number:05}"
        path = self.inbox / student / self.lab.id / f"{self.lab.notebook}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(templates[number % len(templates)].replace("NUMBER", str(number)), encoding="utf-8")
        self.arrived[student] = time.time_ns()

    def arrive_in_a_zip(self, numbers: range, templates: list[str]) -> None:
        """Hand in these notebooks as a class's zip."""
        packed = self.inbox / f"class-{numbers[0]:05}.zip"
        with zipfile.ZipFile(packed.with_name(f".{packed.name}"), "w") as archive:
            for number in numbers:
                text = templates[number % len(templates)].replace("NUMBER", str(number))
                archive.writestr(f"s{number:05}/{self.lab.id}/{self.lab.notebook}.ipynb", text)
        packed.with_name(f".{packed.name}").rename(packed)
        self.arrived.update({f"s{number:05}": time.time_ns() for number in numbers})

    def missing(self) -> list[str]:
        """Those whose page is not there yet."""
        return [student for student in self.arrived if not self.page(student).is_file()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=1.0, help="arrivals a second")
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--jobs", type=int, default=0, help="exams at a time (default: one a core)")
    parser.add_argument("--arrivals", type=int, default=0, help="this many, as fast as they can be written")
    parser.add_argument("--kill", type=int, default=0, help="with --arrivals: how often the service is killed")
    options = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory(prefix="bench-watch-") as folder:
        course, lab = Path(folder), read_course(ROOT / "solutions")[0]
        templates = make_templates(course, lab)
        watched = Watched(course, lab, options.jobs, start(course, options.jobs))
        try:
            if options.arrivals:
                return 0 if all_at_once(watched, templates, options.arrivals, options.kill, console) else 1
            return steady(watched, templates, options.rate, options.minutes, console)
        finally:
            end(watched.process)


def make_templates(course: Path, lab: Lab) -> list[str]:
    """A course with one lab; returns notebooks as students hand them in, with the word NUMBER in an answer."""
    make_class(course, lab, TEMPLATES)
    (course / "in").mkdir()
    notebooks = []
    for path in sorted((course / "gradebook" / "submitted").glob(f"*/{lab.id}/*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cell = next(cell for cell in notebook["cells"] if cell.get("id") == lab.exercises[0].name)
        cell["source"] = "".join(cell["source"]) + "\n# hand-in NUMBER"
        notebooks.append(json.dumps(notebook))
    return notebooks


def start(course: Path, jobs: int) -> subprocess.Popen[bytes]:
    """Start the service, and wait until it has begun."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    log = course / "events.jsonl"
    before = log.read_text().count('"started"') if log.exists() else 0
    command = ["-m", "autograder", "watch", "--submitted", "in", "--gradebook", "out", "--log", log.name]
    with (course / "errors.txt").open("ab") as errors:
        process = subprocess.Popen(
            [sys.executable, *command, "--jobs", str(jobs)],
            cwd=course,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
    deadline = time.monotonic() + GIVE_UP_SECONDS
    while not (log.exists() and log.read_text().count('"started"') > before):
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"watch did not start: {(course / 'errors.txt').read_text()[-2000:]}")
        time.sleep(0.05)  # between two looks
    return process


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop the service as systemd does."""
    if process.poll() is None:
        process.terminate()
        process.wait(60)


def steady(watched: Watched, templates: list[str], rate: float, minutes: float, console: Console) -> int:
    """Print how long each waited, and the memory at the start and at the end."""
    count = max(1, round(rate * minutes * 60))
    watched.arrive(0, templates)  # the first one waits for the engine, which is started once
    wait_for(watched)
    memory: list[tuple[int, int, int]] = []
    began, used = time.monotonic(), cpu_of(watched.process.pid)
    for number in range(1, count + 1):
        time.sleep(max(0.0, began + number / rate - time.monotonic()))  # the rate
        watched.arrive(number, templates)
        if number >= STEADY and number % max(1, count // 10) == 0:
            memory.append((number, *memory_of(watched.process.pid)))
    wait_for(watched)
    memory.append((count, *memory_of(watched.process.pid)))
    waited = [waited_for(watched, f"s{number:05}") for number in range(1, count + 1)]
    table = Table(title=f"{count} arrivals, {rate:g} a second: seconds from the last byte to the page in place")
    for head in ("arrivals", "median", "95th percentile", "most"):
        table.add_column(head, justify="right")
    fifth = max(1, count // 5)
    parts = [
        (f"{first + 1}-{first + len(part)}", part)
        for first in range(0, count, fifth)
        if (part := waited[first : first + fifth])
    ]
    for name, part in [*parts, ("all", waited)]:
        table.add_row(name, f"{statistics.median(part):.2f}", f"{percentile(part, 95):.2f}", f"{max(part):.2f}")
    console.print(table)
    console.print(f"{(cpu_of(watched.process.pid) - used) / count:.2f} CPU s an arrival in the grading process")
    print_memory(memory, console)
    return 0


def all_at_once(watched: Watched, templates: list[str], count: int, kills: int, console: Console) -> bool:
    """Print what became of arrivals while the service was killed; returns whether each was graded once."""
    moments = sorted(random.sample(range(max(1, count // 20), max(kills + 1, count * 19 // 20)), kills))
    memory: list[tuple[int, int, int]] = []
    began, killed, arrived = time.monotonic(), 0, 0
    while arrived < count or watched.missing():
        while arrived < count and arrived < graded(watched) + 200:  # a crowd of two hundred at the most
            numbers = range(arrived, min(arrived + IN_A_ZIP, count))
            if kills and numbers[0] // IN_A_ZIP % 2:
                watched.arrive_in_a_zip(numbers, templates)
            else:
                for number in numbers:
                    watched.arrive(number, templates)
            arrived = numbers.stop
        done = graded(watched)
        if killed < kills and done >= moments[killed]:
            time.sleep(random.random())  # anywhere in its work
            watched.process.send_signal(signal.SIGKILL)
            watched.process.wait()
            killed += 1
            console.print(f"killed after {graded(watched)} pages")
            watched.process = start(watched.course, watched.jobs)
        if done >= STEADY and (not memory or done >= memory[-1][0] + count // 10):
            memory.append((done, *memory_of(watched.process.pid)))
        time.sleep(0.2)  # between two looks
    seconds = time.monotonic() - began
    memory.append((count, *memory_of(watched.process.pid)))
    end(watched.process)
    console.print(f"{count} arrivals in {seconds:.0f} s, {60 * count / seconds:.0f} a minute, killed {killed} times")
    print_memory(memory, console)
    return is_each_once(watched, count, console)


def graded(watched: Watched) -> int:
    """How many pages there are."""
    folder = watched.course / "out" / "feedback"
    return sum(1 for _ in folder.glob(f"*/{watched.lab.id}/{watched.lab.notebook}.html")) if folder.is_dir() else 0


def is_each_once(watched: Watched, count: int, console: Console) -> bool:
    """Whether the gradebook, scores.csv and the attempts have each arrival once."""
    out = watched.course / "out"
    with Gradebook(f"sqlite:///{out / 'gradebook.db'}") as book:
        in_database = [one.student.id for one in book.assignment_submissions(watched.lab.id)]
    rows = Counter(tuple(line.split(",")[:4]) for line in (out / "scores.csv").read_text().splitlines()[1:])
    students = {row[0] for row in rows if len(row) == 4 and row[3]}
    attempts = Counter(path.parent.parent.parent.name for path in out.glob("attempts/*/*/*/result.json"))
    lines = [json.loads(line) for line in (watched.course / "events.jsonl").read_text().splitlines()]
    told = Counter(line["attempt"] for line in lines if line["event"] == "graded")
    errors = [line for line in lines if line["event"] == "error"]
    facts = {
        "in the gradebook": len(in_database),
        "different students": len(set(in_database)),
        "students in scores.csv": len(students),
        "attempts": sum(attempts.values()),
    }
    once = all(number == count for number in facts.values()) and set(rows.values()) == {1} and not errors
    again = sum(number - 1 for number in told.values())
    console.print(", ".join(f"{number} {name}" for name, number in facts.items()))
    console.print(f"{again} were told as graded a second time: they were in work, or just done, at a kill")
    for line in errors[:5]:
        console.print(str(line))
    console.print(f"{count:,} graded once" if once else "NOT each graded once", style="bold")
    return once


def wait_for(watched: Watched) -> None:
    """Wait until all pages are there."""
    before, since = len(watched.arrived), time.monotonic()
    while missing := watched.missing():
        if len(missing) != before:
            before, since = len(missing), time.monotonic()
        if time.monotonic() - since > GIVE_UP_SECONDS or watched.process.poll() is not None:
            raise SystemExit(
                f"{len(missing)} pages did not come: {(watched.course / 'errors.txt').read_text()[-2000:]}"
            )
        time.sleep(0.1)  # between two looks


def waited_for(watched: Watched, student: str) -> float:
    """Seconds between the last byte of a hand-in and its page in place."""
    return (watched.page(student).stat().st_ctime_ns - watched.arrived[student]) / 1e9


def memory_of(pid: int) -> tuple[int, int]:
    """Bytes of the grading process, and of all its children, where pages that they share count once."""
    process = psutil.Process(pid)
    return int(process.memory_info().rss), sum(map(share, process.children(recursive=True)))


def cpu_of(pid: int) -> float:
    """Seconds that a process has used on all cores, without its children."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def print_memory(memory: list[tuple[int, int, int]], console: Console) -> None:
    table = Table(title="Memory, MiB")
    for head in ("after", "grading process", "its children"):
        table.add_column(head, justify="right")
    for count, own, children in memory:
        table.add_row(str(count), f"{own / 2**20:.0f}", f"{children / 2**20:.0f}")
    console.print(table)


def percentile(values: list[float], most: int) -> float:
    """The value below which `most` of a hundred lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, most * len(ordered) // 100)]


if __name__ == "__main__":
    sys.exit(main())
