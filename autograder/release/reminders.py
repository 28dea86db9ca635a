"""What an exercise still lacks, of which nothing keeps it from being released."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.course.answers import ANSWERS, lacking
from autograder.course.model import Lab
from autograder.release.points import ABOUT

HINTS = 3
HINT = "<details>"


def reminders(course: Path, labs: Sequence[Lab]) -> Iterator[str]:
    """Named answers and hints that are fewer than an exercise needs, in a course that has named answers for it."""
    for lab in labs:
        texts = {cell.name: cell.source for cell in lab.cells}
        for exercise in lab.exercises:
            if not (course / ANSWERS / exercise.name).is_dir():
                continue
            lacks = lacking(course / ANSWERS, exercise.name)
            if lacks:
                yield f"{exercise.name} still needs named answers: {lacks} (docs/authoring/answers.md)"
            hints = texts.get(f"{ABOUT}{exercise.name}", "").count(HINT)
            if hints < HINTS:
                yield f"{exercise.name} has {hints} hints of {HINTS} (docs/authoring/cells.md)"
