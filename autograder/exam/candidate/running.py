"""Runs the student's cells, with random numbers that are seeded."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from autograder.course.subject import Subject
from autograder.exam.candidate.interrupting import Interrupts
from autograder.exam.candidate.shell import Shell
from autograder.exam.errors import LONGEST_MESSAGE

Seed = Callable[[int], None]


def run_cell(
    shell: Shell, seed: Seed, interrupts: Interrupts, message: dict[str, Any]
) -> tuple[list[dict[str, Any]], bool]:
    """The outputs of the cell in `message`, and whether it came to its end."""
    seed(message["seed"])
    try:
        interrupts.open()
        return shell.run(message["source"], message["count"])
    except BaseException as error:  # what IPython itself lets through: the cell failed, the process goes on
        text = f"{type(error).__name__}: {str(error)[:LONGEST_MESSAGE]}"
        return [
            {
                "output_type": "error",
                "ename": type(error).__name__,
                "evalue": str(error)[:LONGEST_MESSAGE],
                "traceback": [text],
            }
        ], False
    finally:
        interrupts.close()


def seeder(subject: Subject) -> Seed:
    """What seeds all random numbers that student code draws."""
    seed_python, seed_subject = random.seed, subject.seed

    def seed(number: int) -> None:
        seed_python(number)
        seed_subject(number)

    return seed
