"""The comparison of all labs' answers, in processes of its own where a class is large."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager

from autograder.processes import processes
from autograder.report.similarity import Group, groups

FEW = 3000  # answers that take less time to compare than a process takes to start

Answers = Mapping[str, Mapping[str, str]]  # sources, by student and exercise


@contextmanager
def comparing(
    answers: Mapping[str, Answers], released: Mapping[str, Mapping[str, str]]
) -> Generator[Callable[[str], list[Group]]]:
    """Begin to compare; yields what waits for the near-identical submissions of a lab.

    Args:
        answers: the sources, by lab.
        released: what the answer cells held at first, by lab and exercise.
    """
    count = sum(len(sent) for of_lab in answers.values() for sent in of_lab.values())
    if count <= FEW or len(answers) < 2 or (os.cpu_count() or 1) < 2:
        yield lambda lab: groups(answers[lab], released[lab])
        return
    with processes(min(len(answers), os.cpu_count() or 1), [groups.__module__]) as pool:
        futures = {lab: pool.submit(groups, of_lab, released[lab]) for lab, of_lab in answers.items()}

        def of(lab: str) -> list[Group]:
            try:
                return futures[lab].result()
            except BrokenExecutor:  # a process was ended, by whatever ran out of memory
                return groups(answers[lab], released[lab])

        yield of
