"""The choice of the sandbox, before anything is graded.

It imports little, so that the engine starts while the rest of the program is imported.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from traitlets.config import Config

from autograder.course.config import subject_name
from autograder.course.model import CourseError
from autograder.exam.engines import start_engine
from autograder.exam.sandbox.syscalls import SandboxError
from autograder.exam.sandbox.walls import Kind
from autograder.exam.settings import exam_settings, hidden_paths
from autograder.files import write_whole

MANY = 12  # submissions for which making forks cheaper pays


def choose_sandbox(settings: Config, course: Path, submitted: Path, gradebook: Path, *, many: bool = False) -> Kind:
    """Choose the sandbox, note it in the gradebook folder, and start the engine, which is ready somewhat later.

    Raises:
        CourseError: this machine has no sandbox, and `--sandbox none` was not given; the sandbox cannot hide one of
            these folders; or there is no such subject.
    """
    exam = exam_settings(settings)
    kind = exam.kind()
    if exam.sandbox == "auto":
        if kind == "none":
            raise CourseError(
                "this machine has no sandbox for student code (`python -m autograder doctor` says why). On a machine "
                "that holds nothing else, `--sandbox none` grades without one."
            )
        settings.Exam.sandbox = kind
    write_whole(gradebook / "sandbox.txt", f"{kind}\n")
    many = many or not submitted.is_dir() or len(list(islice(submitted.glob("*/*"), MANY))) == MANY
    try:
        start_engine(
            exam.limits(),
            kind,
            hidden_paths(settings, course, submitted, gradebook),
            subject_name(settings),
            many=many,
        )
    except SandboxError as error:
        raise CourseError(str(error)) from error
    return kind
