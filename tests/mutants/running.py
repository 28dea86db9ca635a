"""Runs mutants through the test cells and the public probes of their exercise, in warm forks.

The lab's set-up and solutions run once in a process; forks of it take mutants one after the other, and say after each
what came of it. A mutant that takes too long, or that ends its fork, is killed by that; the rest go to a new fork.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import select
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from types import CodeType
from typing import IO, Any

import torch

from autograder.course.answers import Answer
from autograder.course.model import Exercise, Lab
from autograder.diagnosis.answering import Space, in_fork, lay_out, preload, run_source, silent
from cnngrading import subject
from cnnlab.probes import probes_of
from cnnlab.probing.verdicts import verdict
from tests.mutants.mutating import Mutant

# Processor time for all test cells, and for all probes, of one mutant. The slowest right answer takes a quarter.
SECONDS = 2.0
# What a fork may take above what its parent has, and for how many seconds it may say nothing on a busy machine.
MEMORY = 2 * 2**30
SILENCE = 300
# With these every mutant meets the test cells; a survivor then with the others, too.
SEEDS = (1, 2, 3, 4)
TIME, ENDED = "time", "ended"


@dataclass(frozen=True)
class Verdict:
    """What came of a mutant.

    Attributes:
        cells: the failed concepts with the message of each, by the test cells.
        probes: the same by the public probes.
        ending: TIME or ENDED if it did not come to an end, else "".
        seeds: with how many of the SEEDS some test cell failed; 1 where the first was enough to see.
    """

    mutant: Mutant
    cells: dict[str, str] = field(default_factory=dict)
    probes: dict[str, str] = field(default_factory=dict)
    ending: str = ""
    seeds: int = 0

    @property
    def killed(self) -> bool:
        """By the test cells with the first seed, or by having no end."""
        return bool(self.cells or self.ending)

    @property
    def survives(self) -> bool:
        """The test cells say nothing, whatever the seed."""
        return not self.killed and self.seeds == 0

    @property
    def disagrees(self) -> bool:
        """Whether the probes blame other concepts than the test cells."""
        return not self.ending and set(self.cells) != set(self.probes)


def run(lab: Lab, exercise: Exercise, mutants: Sequence[Mutant]) -> list[Verdict]:
    """One verdict for each mutant, in their order."""
    preload(subject)
    found = in_fork(lambda: _run_all(lab, exercise, mutants))
    return [Verdict(mutant, **verdict) for mutant, verdict in zip(mutants, found, strict=True)]


def _run_all(lab: Lab, exercise: Exercise, mutants: Sequence[Mutant]) -> list[dict[str, Any]]:
    # New memory then holds NaN, whatever it held before, so that a mutant that reads it fails, and each time.
    torch.use_deterministic_algorithms(True, warn_only=True)
    space = lay_out(lab, subject)
    names = dict(space)

    def fresh(name: str, source: str) -> Answer:
        space.clear()
        space.update(names)
        return Answer(exercise.name, "right", name, source, "", ())

    def meet(mutant: Mutant) -> dict[str, Any]:
        default = torch.get_default_dtype()
        try:
            return _meet(exercise, fresh(mutant.base, mutant.source), space)
        finally:
            torch.set_default_dtype(default)

    # Our own solution goes first, here: what a library sets up at its first use is then there in every fork.
    _cells(exercise, fresh("solution", exercise.cell.source), space, SEEDS[0])
    _probes(exercise, fresh("solution", exercise.cell.source), space)
    found: list[dict[str, Any]] = []
    while len(found) < len(mutants):
        found += _one_fork(meet, mutants[len(found) :])
    return found


def _one_fork(meet: Callable[[Mutant], dict[str, Any]], mutants: Sequence[Mutant]) -> list[dict[str, Any]]:
    """What came of the first mutants, as many as one fork takes; at least one."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reader)
            with os.fdopen(writer, "w", encoding="utf-8") as pipe, silent():
                _limit_memory()
                for mutant in mutants:
                    pipe.write(json.dumps(meet(mutant)) + "\n")
                    pipe.flush()
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb", buffering=0) as pipe:
        found = [json.loads(line) for line in _lines(pipe)]
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return found if len(found) == len(mutants) else [*found, {"ending": ENDED}]


def _lines(pipe: IO[bytes]) -> Iterator[bytes]:
    """The whole lines of a pipe, until it ends or is silent for too long."""
    rest = b""
    while select.select([pipe], [], [], SILENCE)[0]:
        chunk = pipe.read(2**16)
        if not chunk:
            return
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines


def _limit_memory() -> None:
    pages = int(open("/proc/self/statm").read().split()[0])  # noqa: SIM115, PTH123
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _meet(exercise: Exercise, answer: Answer, space: Space) -> dict[str, Any]:
    cells, late = _cells(exercise, answer, space, SEEDS[0])
    if late:
        return {"cells": cells, "ending": TIME}
    seeds = bool(cells) or sum(bool(_cells(exercise, answer, space, seed)[0]) for seed in SEEDS[1:])
    probes, late = _probes(exercise, answer, space)
    return {"cells": cells, "probes": probes, "seeds": int(seeds), "ending": TIME if late else ""}


def _cells(exercise: Exercise, answer: Answer, space: Space, seed: int) -> tuple[dict[str, str], bool]:
    """The failed test cells, and whether the time was up."""
    failed = {}
    with _time() as late:
        _seed(seed)
        broken = _message(partial(run_source, answer.source, answer.name, space))
        for test in exercise.tests:
            _seed(seed)
            message = broken or _message(partial(exec, _compiled(test.source, test.name), space))
            if message:
                failed[test.concept] = message
            if late:
                break
    return failed, bool(late)


def _probes(exercise: Exercise, answer: Answer, space: Space) -> tuple[dict[str, str], bool]:
    """The concepts of failed probes, and whether the time was up."""
    failed: dict[str, str] = {}
    assert subject.probes is not None
    with _time() as late:
        broken = _message(partial(run_source, answer.source, answer.name, space))
        for probe in probes_of(exercise.name):
            if probe.concept in failed:
                continue
            # As the exam's candidate begins each probe.
            _seed(subject.probes.seed)
            wrong = broken or verdict(probe, subject.probes.put(probe, space.get(exercise.name)))
            if wrong:
                failed.setdefault(probe.concept, wrong)
            if late:
                break
    return failed, bool(late)


@cache
def _compiled(source: str, name: str) -> CodeType:
    return compile(source, name, "exec")


def _seed(number: int) -> None:
    random.seed(number)
    subject.seed(number)


def _message(work: Callable[[], None]) -> str:
    try:
        work()
    except BaseException as error:
        return f"{type(error).__name__}: {error}"[:500]
    return ""


@contextlib.contextmanager
def _time() -> Iterator[list[bool]]:
    """Raise TimeoutError in what takes longer than SECONDS, and again each second. The list is then not empty."""
    late: list[bool] = []

    def stop(*_: object) -> None:
        late.append(True)
        raise TimeoutError(f"more than {SECONDS} s")

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS, 1.0)
    try:
        yield late
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
