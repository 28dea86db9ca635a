"""`python -m bench.profile`: how long each stage of a submission takes, one submission at a time.

The time of a stage does not include the stages inside it.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
from rich import print as show
from rich.table import Table

from autograder import grading
from autograder.cli.sandbox_choice import choose_sandbox
from autograder.course.config import load_config
from autograder.course.reading import read_course
from autograder.exam import engine, engines
from autograder.exam.examiner import notebook as examiner
from autograder.exam.examiner.calls import RemoteCalls
from autograder.exam.examiner.session import CandidateSession
from autograder.exam.examiner.spawner import SpawnerClient
from autograder.exam.forkserver import server, supervisor
from autograder.exam.wire import messages
from autograder.grading import planning, running
from autograder.intake import drafting
from bench.clock import Clock
from bench.grading import ROOT, make_class

REST = "the rest of the grading process"
CALLS = "test cells: packing, unpacking"
AROUND = "examiner: fork, end, messages to it"
INSIDE = [
    (examiner.nbformat.v4, "reads", "notebook: read"),
    (examiner.nbformat.v4, "writes", "notebook: written"),
    (examiner, "explorations", "notebook: which cells to run"),
    (examiner, "clean_outputs", "notebook: outputs checked"),
    (SpawnerClient, "spawn", "candidate: fork, namespaces, limits"),
    (SpawnerClient, "sweep", "candidate: swept away"),
    (examiner, "_run_student", "student cells"),
    (examiner, "run_plainly", "set-up cells on our side"),
    (examiner, "judge", "test cells: run on our side"),
    (CandidateSession, "leave_answering_fork", "test cells: end of the fork that answered"),
    (RemoteCalls, "call", CALLS),
    (RemoteCalls, "get", CALLS),
    (RemoteCalls, "request", CALLS),
    (examiner, "examine", "examiner: the rest"),
]
OUTSIDE = [
    (grading, "plan", "labs read, hand-ins listed"),
    (drafting, "_read", "submissions read, repaired"),
    (planning, "prepare", "the labs' cells put into the gradebook, once"),
    (running, "record", "gradebook: database, autograded notebook"),
    (engine.Engine, "examine", AROUND),
]


class InTurn(Executor):
    """Runs each call when it is submitted, so that nothing overlaps."""

    def submit(self, function: Any, /, *args: Any, **options: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(function(*args, **options))
        return future


def serve_with_clock() -> None:
    """Be a fork server whose examiners and supervisors add the seconds of their stages to their messages."""
    clock, send = Clock(REST), supervisor.send_text
    for watched in INSIDE:
        clock.watch(*watched)
    clock.watch(messages, "receive", "test cells: the candidate answers", around=CALLS)

    def send_clock(sock: socket.socket, message: dict[str, Any]) -> None:
        send(sock, {**message, "clock": {stage: seconds for stage, seconds in clock.times.items() if stage != REST}})
        clock.times.clear()

    supervisor.send_text = send_clock
    server.serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2], sys.argv[3], many="many" in sys.argv[4:])


def used(root: psutil.Process) -> list[float]:
    """CPU milliseconds in user code and in the kernel, and page faults, of a process tree with its ended processes."""
    stats = [
        Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        for process in [root, *root.children(True)]
    ]
    tick = 1000 / os.sysconf("SC_CLK_TCK")
    fields = ((11, 13, tick), (12, 14, tick), (7, 8, 1))  # of the process itself, and of its children that ended
    return [unit * sum(int(line[own]) + int(line[theirs]) for line in stats) for own, theirs, unit in fields]


def profile(lab: str, count: int) -> None:
    """Grade a class of honest submissions and print where the time went."""
    inner, ask, start = Counter[str](), engine.Engine._ask, subprocess.Popen

    def ask_and_count(*arguments: Any) -> Any:
        answers = ask(*arguments)
        for answer in answers:
            inner.update(answer.pop("clock"))
        return answers

    def start_with_clock(command: list[str], **options: Any) -> Any:
        return start(["bench.profile" if part == "autograder.exam.forkserver" else part for part in command], **options)

    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        course, submitted = Path(folder), Path(folder) / "gradebook" / "submitted"
        make_class(course, {each.id: each for each in read_course(ROOT / "solutions")}[lab], count)
        # Methods and classes are no variables for mypy; here they are replaced to listen.
        engine.Engine._ask, subprocess.Popen = ask_and_count, start_with_clock  # type: ignore[method-assign,assignment,misc]
        settings = load_config(course)
        choose_sandbox(settings, course, submitted, course / "ours")
        work = grading.plan(course, submitted, course / "first", settings=settings)
        # The same engine examines the class that is timed, so it has to hide that gradebook.
        hidden = replace(work, gradebook=course / "ours").hidden
        engines.examine(
            next(iter(work.submissions)), settings, "00" * 32, hidden
        )  # now everything is imported and running
        tree, close = psutil.Process(next(iter(engines._engines.values())).parent.pid), running.close_engines
        running.close_engines = lambda **options: None  # keep the processes until their CPU time is read
        before, clock = used(tree), Clock(REST)
        inner.clear()
        for watched in OUTSIDE:
            clock.watch(*watched)
        grading.grade(
            grading.plan(course, submitted, course / "ours", settings=settings), make_executor=lambda jobs: InTurn()
        )
        clock.turn(REST)
        user, kernel, faults = ((late - early) / count for early, late in zip(before, used(tree), strict=True))
        close()
    whole = clock.times.total()
    clock.times[AROUND] -= inner.total()
    title = f"{count} submissions to {lab}, one at a time: {1000 * whole / count:.0f} ms each"
    table = Table("", "ms a submission", "%", title=title)
    for stage, seconds in (clock.times + inner).most_common():
        table.add_row(stage, f"{1000 * seconds / count:.1f}", f"{100 * seconds / whole:.1f}")
    show(table)
    show(
        f"its processes: {user:.0f} ms CPU in user code, {kernel:.0f} ms in the kernel (forks, faults, ends), "
        f"{faults:.0f} page faults"
    )


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1].isdigit():
        serve_with_clock()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lab", default="01_convolution", help="whose submissions")
    parser.add_argument("--count", type=int, default=20, help="how many submissions")
    profile(**vars(parser.parse_args()))
