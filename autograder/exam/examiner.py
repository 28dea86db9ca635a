"""Our side of the exam: runs set-up and test cells, asks the candidate for every answer, and gives the verdicts."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import math
import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import torch
from nbformat import NotebookNode

import cnnlab.checks
import cnnlab.guard
from autograder.course import EXPLORE, defined_names, free_names
from autograder.exam import wire
from autograder.exam.sandbox import Limits
from autograder.exam.shell import run_plainly
from autograder.exam.standin import CandidateError, Desk, StandIn, Unsupported
from cnnlab.draws import seed_draws

READY_SECONDS = 30.0
GRACE_SECONDS = 2.0
MOST_DEATHS = 20
MOST_DEPTH = 20
MOST_CELLS_OUTPUT = 32
LONGEST_REASON = 8000
LONGEST_PARSED = 200_000
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
OUTPUT_FIELDS = {
    "stream": ("name", "text"),
    "display_data": ("data", "metadata"),
    "execute_result": ("data", "metadata", "execution_count"),
    "error": ("ename", "evalue", "traceback"),
}


class OursError(BaseException):
    """Something of ours failed, so nothing can be said about the submission. A test cell's `except Exception` may not swallow it."""


class Porter:
    """Asks the porter for candidates."""

    def __init__(self, orders: socket.socket) -> None:
        self.orders = orders
        self.cpu, self.memory = 0.0, 0.0

    def spawn(self) -> tuple[socket.socket, int]:
        """A fresh candidate: the socket to it and its process number.

        Raises:
            OursError: the sandbox could not be put up.
        """
        ours, theirs = socket.socketpair()
        with theirs, _undisturbed():
            try:
                socket.send_fds(self.orders, [b"spawn"], [theirs.fileno()])
                answer = json.loads(self.orders.recv(4096) or b"{}")
            except OSError:
                answer = {}
            answer.setdefault("problem", "its parent is gone")
        if "pid" not in answer:
            raise OursError(f"no candidate could be started: {answer['problem']}")
        try:
            wire.receive(ours, READY_SECONDS)
        except wire.WireError as error:
            raise OursError(f"the sandbox could not be put up: {error}") from error
        return ours, answer["pid"]

    def sweep(self) -> dict[str, float]:
        """Kill whatever is left of the last candidate; returns what it used: CPU seconds, bytes of memory.

        Raises:
            OursError: the porter is gone, and all of its children with it.
        """
        with _undisturbed():
            try:
                self.orders.sendall(b"sweep")
                used: dict[str, float] = json.loads(self.orders.recv(4096))
            except (OSError, ValueError) as error:
                raise OursError("the sandbox is gone") from error
        self.cpu += used.get("cpu", 0.0)
        self.memory = max(self.memory, used.get("memory", 0))
        return used


class Candidate:
    """One submission's candidate. After a death it is started anew and runs again the cells that went well."""

    def __init__(self, porter: Porter, limits: Limits) -> None:
        self.porter, self.limits = porter, limits
        self.sock: socket.socket | None = None
        self.pid = 0
        self.replay: list[dict[str, Any]] = []
        self.deaths = 0
        self.end = time.monotonic() + limits.submission_seconds
        self.cell_end = self.end
        self.lost = ""
        self.bench = False

    def run(self, message: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
        """Run one of the student's cells; returns its outputs and, when it cost the process its life, why."""
        self.leave_bench()
        self.cell_end = min(self.end, time.monotonic() + self.limits.cell_seconds)
        try:
            sock = self._ready()
            wire.send(sock, message, [], self._left(self.limits.cell_seconds))
            answer, _ = wire.receive(sock, self._left(self.limits.cell_seconds))
        except wire.WireError as error:
            self._kill()
            return [], self._why(error, self.limits.cell_seconds)
        self.replay.append(message)
        outputs = answer.get("outputs")
        return outputs if isinstance(outputs, list) else [], ""

    @contextmanager
    def test(self, seed: int) -> Iterator[Desk]:
        """A desk for one test cell, served by a fork of the candidate: the last one if no cell of the student's ran since."""
        self.cell_end = min(self.end, time.monotonic() + self.limits.cell_seconds)
        self.lost = ""
        begun = False

        def ask(message: dict[str, Any], blobs: wire.Blobs) -> tuple[dict[str, Any], memoryview]:
            nonlocal begun
            if self.lost:
                raise CandidateError(self.lost)
            try:
                sock, seconds = self._ready(), self._left(self.limits.call_seconds)
                if not self.bench:
                    wire.send(sock, {"op": "bench"}, [], seconds)
                    self.bench = True
                if not begun:
                    wire.send(sock, {"op": "begin", "seed": seed}, [], seconds)
                    begun = True
                wire.send(sock, message, blobs, seconds)
                answer, body = wire.receive(sock, self._left(self.limits.call_seconds))
            except wire.WireError as error:
                self.lost = self._why(error, self.limits.call_seconds)
                self._end_bench(hung=isinstance(error, wire.WireTimeoutError))
                raise CandidateError(self.lost) from error
            if answer.get("op") == "ended":
                self.bench = False
                self.lost = "your code ended the process"
                raise CandidateError(self.lost)
            return answer, body

        yield Desk(ask)

    def leave_bench(self) -> None:
        """Let go of the fork that serves test cells; the next one gets a fresh fork."""
        if self.bench and self.sock is not None:
            self.bench = False
            try:
                wire.send(self.sock, {"op": "end"}, [], GRACE_SECONDS)
                self._await_end()
            except wire.WireError:
                self._kill()

    def close(self) -> None:
        """The submission is over."""
        if self.sock is not None:
            self.sock.close()

    def seconds_left(self) -> float:
        """How long the cell that runs may still take."""
        return max(0.0, self.cell_end - time.monotonic())

    def _left(self, most: float) -> float:
        return max(0.01, min(most, self.cell_end - time.monotonic()))

    def _ready(self) -> socket.socket:
        while self.sock is None:
            if self.deaths > MOST_DEATHS or time.monotonic() > self.end:
                raise wire.WireClosedError("the submission used up its time")
            self.sock, self.pid = self.porter.spawn()
            for message in list(self.replay):
                try:
                    seconds = min(self.limits.cell_seconds, max(0.01, self.end - time.monotonic()))
                    wire.send(self.sock, message, [], seconds)
                    wire.receive(self.sock, seconds)
                except wire.WireError:
                    self.replay.remove(message)
                    self._kill()
                    break
        return self.sock

    def _why(self, error: wire.WireError, seconds: float) -> str:
        if time.monotonic() >= self.end:
            return f"the submission ran longer than {self.limits.submission_seconds:g} s"
        if isinstance(error, wire.WireTimeoutError):
            return f"your code ran longer than {seconds:g} s"
        if isinstance(error, wire.WireClosedError):
            return "your code ended the process"
        return f"your code sent what is no answer: {error}"

    def _end_bench(self, *, hung: bool) -> None:
        """Kill the fork that hangs, and keep its parent if that is still well."""
        self.bench = False
        if hung and self.sock is not None:
            with contextlib.suppress(OSError, ValueError):
                for child in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split():
                    os.kill(int(child), signal.SIGKILL)
                self._await_end()
                return
        self._kill()

    def _await_end(self) -> None:
        assert self.sock is not None
        try:
            answer, _ = wire.receive(self.sock, GRACE_SECONDS)
        except wire.WireError:
            self._kill()
            return
        if answer.get("op") != "ended":
            self._kill()

    def _kill(self) -> None:
        self.bench = False
        if self.sock is not None:
            self.sock.close()
            self.sock = None
            self.deaths += 1
            with contextlib.suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)
            self.porter.sweep()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No alarm goes off in the middle of an order to the porter, which would take its answer for that to the next one."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGALRM])


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """A test cell that runs on and on, with what the student's code made it of, fails."""

    def ring(*_: object) -> None:
        raise CandidateError(f"with what your code returned, the test cell ran longer than {seconds:.0f} s")

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, GRACE_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def examine(job: dict[str, Any], porter: Porter) -> dict[str, Any]:
    """Run one submission's notebook in two processes; returns the executed notebook and a verdict a graded cell.

    Raises:
        OursError: the sandbox failed.
    """
    start = time.perf_counter()
    cnnlab.guard.carry()
    porter.cpu, porter.memory = 0.0, 0.0
    limits = Limits(**job["limits"])
    notebook = nbformat.reads(job["text"], as_version=4)
    candidate = Candidate(porter, limits)
    desks: list[Desk] = []
    space: dict[str, Any] = {"__name__": "__main__"}
    for cell in notebook.cells:
        if _marks(cell).get("solution") and not _marks(cell).get("grade"):
            space[_marks(cell)["grade_id"]] = StandIn(lambda: desks[-1], _marks(cell)["grade_id"], [], _marks(cell)["grade_id"])
    wanted = _explorations_needed(notebook, job["run_all"])
    explained: list[str] = []
    verdicts: list[dict[str, Any]] = []
    room = MOST_CELLS_OUTPUT * limits.output
    count = 0
    for number, cell in enumerate(notebook.cells):
        marks = _marks(cell)
        if cell.cell_type != "code" or (EXPLORE in cell.metadata.get("tags", []) and number not in wanted):
            if marks.get("grade"):
                verdicts.append(_verdict(marks, "manual", None, ""))
            continue
        count += 1
        cell.execution_count = count
        if marks.get("grade") and marks.get("solution"):
            verdicts.append(_verdict(marks, "manual", None, ""))
        elif marks.get("grade"):
            shared = candidate.bench
            run = _run_noted if marks["grade_id"] == job.get("explain") else _run_test
            cell.outputs, verdict = run(space, candidate, desks, cell, count, job["seed"])
            if shared and verdict["outcome"] != "passed":
                # Another test cell's calls may have left something behind: what fails has to fail in a fork of its own.
                candidate.leave_bench()
                cell.outputs, verdict = run(space, candidate, desks, cell, count, job["seed"])
            explained = verdict.pop("noted", explained)
            if verdict["outcome"] != "passed":
                candidate.leave_bench()
            verdicts.append(verdict)
            continue
        if marks.get("locked"):
            run_plainly(cell.source, marks["grade_id"], space, count)
        message = {"op": "run", "source": cell.source, "count": count, "seed": derive(job["seed"], "cell", str(number))}
        outputs, death = candidate.run(message)
        cell.outputs = clean_outputs(outputs, min(limits.output, room))
        room -= len(json.dumps(cell.outputs))
        cell.outputs += [_death(death)] if death else []
    candidate.close()
    seconds = time.perf_counter() - start
    text = nbformat.writes(notebook)
    used = {"cpu": porter.cpu, "memory": porter.memory}
    return {"op": "examined", "text": text, "verdicts": verdicts, "seconds": seconds, "explained": explained, **used}


def derive(secret: str, *parts: str) -> int:
    """A seed from a secret and what it is for."""
    digest = hmac.new(bytes.fromhex(secret), "\0".join(parts).encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def clean_outputs(outputs: list[Any], limit: int) -> list[NotebookNode]:
    """The outputs that a candidate sent, as nbformat knows them: known kinds and fields only, text only, up to `limit` bytes."""
    cleaned: list[NotebookNode] = []
    size = 0
    for output in outputs[:1000]:
        kind = output.get("output_type") if isinstance(output, dict) else None
        if not isinstance(kind, str) or kind not in OUTPUT_FIELDS or _is_deep(output):
            continue
        try:
            made = nbformat.from_dict({"output_type": kind, **{field: output.get(field) for field in OUTPUT_FIELDS[kind]}})
            nbformat.v4.nbbase.validate(made, ref=kind)
            size += len(json.dumps(made))
        except Exception:  # whatever the candidate made of it, it is not an output
            continue
        if size > 2 * limit:
            break
        cleaned.append(made)
    return cleaned


def _is_deep(tree: Any) -> bool:
    """Whether something nested stands deeper than any real output: writing it down may take more stack than reading it took."""
    level = [tree]
    for _ in range(MOST_DEPTH):
        level = [part for node in level for part in (node.values() if isinstance(node, dict) else node) if isinstance(part, (dict, list))]
        if not level:
            return False
    return True


def _run_noted(
    space: dict[str, Any], candidate: Candidate, desks: list[Desk], cell: NotebookNode, count: int, secret: str
) -> tuple[list[NotebookNode], dict[str, Any]]:
    """As `_run_test`; the verdict's `noted` tells of each comparison: what was called, what was expected, what came."""
    compare = cnnlab.checks.expect_close
    lines: list[str] = []

    def noted(actual: Any, expected: Any, **options: Any) -> None:
        lines.append(f"{options.get('label', 'result')}\n  expected {expected!r}\n  actual   {actual!r}")
        compare(actual, expected, **options)

    imported = {name: value for name, value in space.items() if value is compare}
    cnnlab.checks.expect_close = noted
    space.update(dict.fromkeys(imported, noted))
    try:
        outputs, verdict = _run_test(space, candidate, desks, cell, count, secret)
    finally:
        cnnlab.checks.expect_close = compare
        space.update(imported)
    return outputs, {**verdict, "noted": lines}


def _run_test(
    space: dict[str, Any], candidate: Candidate, desks: list[Desk], cell: NotebookNode, count: int, secret: str
) -> tuple[list[NotebookNode], dict[str, Any]]:
    marks = _marks(cell)
    seed = derive(secret, "examiner", marks["grade_id"])
    seed_draws(seed)
    torch.default_generator.manual_seed(seed)  # torch.manual_seed asks each kind of accelerator, too
    with candidate.test(derive(secret, "candidate", marks["grade_id"])) as desk:
        desks[:] = [desk]
        outputs: list[dict[str, Any]] = []
        error: BaseException | None = None
        value: Any = None
        try:
            with _alarm(candidate.seconds_left() + GRACE_SECONDS):
                outputs, error, value = run_plainly(cell.source, marks["grade_id"], space, count)
            if error is None:
                desk.close()
        except (Unsupported, CandidateError) as late:
            error = late
    made = [nbformat.from_dict(output) for output in outputs]
    if isinstance(error, (Unsupported, OursError)):
        return made, _verdict(marks, "unknown", None, str(error))
    if error is not None:
        return made, _verdict(marks, "failed", 0.0, f"{type(error).__name__}: {error}")
    most = float(marks["points"])
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if math.isnan(value):
            return made, _verdict(marks, "unknown", None, "the test cell's own score is not a number")
        points = min(max(float(value), 0.0), most)
        if points < most:
            return made, _verdict(marks, "partial" if points > 0 else "failed", points, f"{points:g} of {most:g} points")
    return made, _verdict(marks, "passed", most, "")


def _verdict(marks: dict[str, Any], outcome: str, points: float | None, reason: str) -> dict[str, Any]:
    reason = CONTROLS.sub("\N{REPLACEMENT CHARACTER}", reason)[:LONGEST_REASON]
    return {"test": marks["grade_id"], "outcome": outcome, "points": points, "max_points": float(marks["points"]), "reason": reason}


def _death(reason: str) -> NotebookNode:
    return NotebookNode(output_type="error", ename="CellEnded", evalue=reason, traceback=[f"CellEnded: {reason}"])


def _marks(cell: NotebookNode) -> dict[str, Any]:
    marks: dict[str, Any] = cell.metadata.get("nbgrader", {})
    return marks


def _explorations_needed(notebook: NotebookNode, run_all: bool) -> set[int]:
    """The exploration cells to run: all of them, or those that define a name which an answer, or a cell that runs, leans on."""
    explorations = {i for i, cell in enumerate(notebook.cells) if EXPLORE in cell.metadata.get("tags", [])}
    if run_all:
        return explorations
    defines, reads = {}, {}
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and not _marks(cell).get("grade") and len(cell.source) < LONGEST_PARSED:
            try:
                defines[number], reads[number] = defined_names(cell.source), free_names(cell.source)
            except Exception:  # a student's source may be anything, and too much for the parser
                continue
    given = set().union(*(names for number, names in defines.items() if number not in explorations))
    wanted: set[int] = set()
    needed = set().union(*(names for number, names in reads.items() if number not in explorations)) - given
    while True:
        more = {number for number in explorations - wanted if defines.get(number, set()) & needed}
        if not more:
            return wanted
        wanted |= more
        needed |= set().union(*(reads[number] for number in more))
