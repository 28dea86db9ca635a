"""What the grader has to be told of a course's subject: `c.Course.subject = "package.module"` in nbgrader_config.py.

The module has a `Subject` by the name `subject`. Nothing else in this package knows a library that labs compute with;
docs/authoring/subject.md says how to write one. What is here as it stands is the subject of a course that names none:
its answers take and return Python's own values.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from autograder.course.codec import Codec
from autograder.course.model import CourseError
from autograder.course.probes import Probes


class SubjectError(CourseError):
    """The subject cannot be used here; the message says why, and the cure."""


class Sealed(Protocol):
    """What a candidate holds of a guard: the student's code cannot change it in plain sight."""

    def from_scratch(self, allow: tuple[str, ...] = ()) -> AbstractContextManager[None]:
        """Refuse in the block what does the exercise's work, but for `allow`."""


class Guard(Protocol):
    """What keeps a library from doing the work of an exercise."""

    @property
    def refusal(self) -> type[Exception]:
        """What is raised at such a call."""

    def delegate(self) -> None:
        """Examiner: from now on a block of a test cell only says that it holds; the candidate holds it."""

    def rules(self) -> list[str] | None:
        """Examiner: the names that the running block allows; None outside of one."""

    def refused(self, message: str, called: str) -> Exception:
        """Examiner: the refusal that came from a candidate, to be raised anew; `called` names the function."""

    def describe(self, called: str) -> str:
        """A sentence for the student on a refused call of `called`, "" where its name is not known."""

    def seal(self) -> Sealed:
        """Fork server: the copy that candidates hold.

        Raises:
            SubjectError: it could be got round here.
        """


class Comparison(Protocol):
    """What a check compared."""

    @property
    def label(self) -> str:
        """What was called."""

    @property
    def expected(self) -> str:
        """What a right answer gives, as text."""

    @property
    def actual(self) -> str:
        """What came, as text."""


class Figures(Protocol):
    """What the course's own figures need on a feedback page. All HTML that comes from here is inert."""

    @property
    def preload(self) -> Sequence[str]:
        """Modules that are imported once for many pages."""

    def __hash__(self) -> int:
        """What is made of them is made once."""

    def script(self) -> str:
        """The one script of a page, which brings its figures to life."""

    def style(self) -> str:
        """Their style sheet."""

    def figure(self, text: str) -> str:
        """One of the course's figures in a student's output, made anew from checked parts; "" for other outputs."""

    def picture(self, data: dict[str, Any]) -> str:
        """The picture of what `Probes.picture` gave."""


class Subject:
    """One course's subject. Each attribute and method has a default; a subject states what differs.

    Attributes:
        values: what answers give back, in words, as `Codec.values`.
        packages: what has to be installed, by the names of import; another version grades anew.
        preload: modules that the fork server imports before it forks, as far as they are there.
        student_package: the package that students install: candidates may import it, and the students' zip holds it.
        own_check: a sentence on how a student asks the probes, with "{name}" for the exercise; "" where none can.
        fingerprints: the folder of what named wrong answers give to the probes; None without probes.
        templates: the folder of what `new-exercise` begins an exercise with; None for an example of plain Python.
        codec: the types beyond Python's own, where one class serves both ends.
        guard, probes, figures: None where the course has none.
    """

    values = Codec.values
    packages: Sequence[str] = ()
    preload: Sequence[str] = ()
    student_package = ""
    own_check = ""
    fingerprints: Path | None = None
    templates: Path | None = None
    codec: type[Codec] = Codec

    @property
    def guard(self) -> Guard | None:
        """What keeps a library from doing the work."""
        return None

    @property
    def probes(self) -> Probes | None:
        """The public questions."""
        return None

    @property
    def figures(self) -> Figures | None:
        """What figures need on a feedback page."""
        return None

    def probes_file(self, exercise: str) -> Path | None:
        """Where the public questions of a new exercise are to be written; None without probes."""
        return None

    def asking(self) -> Codec:
        """The examiner's end of the codec."""
        return self.codec()

    def answering(self) -> Codec:
        """The candidate's end, one for each process that answers."""
        return self.codec()

    def environment(self, folder: str) -> dict[str, str]:
        """Variables that the fork server needs besides Python's own; files of its libraries may go into `folder`."""
        return {}

    def start(self) -> None:
        """Called once in a process that is going to fork, before anything is computed: one thread, if need be."""

    def warm_up(self, sealed: Sealed | None) -> None:
        """Called once in the fork server: whatever is slow, or needs files, when it is done for the first time."""

    def seed(self, number: int) -> None:
        """Seed the random numbers that labs draw, before each test cell and each answer. Python's own `random` is
        seeded without that.
        """

    def around_call(self) -> AbstractContextManager[None]:
        """Candidate: the block in which one call of a test cell is answered."""
        return nullcontext()

    def is_training_time(self) -> bool:
        """Examiner: whether the running block of a test cell asks for the time of a training for its calls."""
        return False

    def as_in_answer(self, ask: Callable[[str], Any]) -> AbstractContextManager[None]:
        """Examiner: in the block, around one test cell, what the student's code has set for its whole process, and what
        a test cell makes depends on, is the same here. `ask` puts one of `Codec.requests` to the student's process.
        """
        return nullcontext()

    def comparisons(self) -> AbstractContextManager[Sequence[Comparison]]:
        """For `--explain`: what the checks of a test cell compare in the block."""
        return nullcontext(())

    def findings(self) -> Iterable[tuple[str, bool, str]]:
        """For `doctor`, besides the packages: what was looked at, whether it is good, and the cure."""
        return ()


PLAIN = Subject()


@cache
def load_subject(name: str) -> Subject:
    """The subject in the module `name`; the plain one for "".

    Raises:
        SubjectError: there is none.
    """
    if not name:
        return PLAIN
    try:
        subject = getattr(importlib.import_module(name), "subject", None)
    except Exception as error:  # whatever the module of the course raises when it is imported
        raise SubjectError(
            f"c.Course.subject is {name!r}, which cannot be imported: {type(error).__name__}: {error}; install it, "
            "or run this in the folder that holds it"
        ) from error
    if not isinstance(subject, Subject):
        raise SubjectError(f"c.Course.subject is {name!r}, which has no Subject by the name `subject`")
    return subject


def sources(subject: Subject) -> tuple[list[str], list[str]]:
    """What `files.digest` takes of a subject: packages, and the text of a module that is in none."""
    module = type(subject).__module__
    packages = [subject.student_package] if subject.student_package else []
    if "." in module:
        return [module.rpartition(".")[0], *packages], []
    return packages, [inspect.getsource(sys.modules[module])]
