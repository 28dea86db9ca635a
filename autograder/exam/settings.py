"""`c.Exam.…` in nbgrader_config.py: what a submission may use, and which sandbox it runs in."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import cast

from traitlets import Bool, Enum, Float, Integer
from traitlets.config import Config, Configurable

from autograder.course.config import naming_the_setting
from autograder.exam.limits import Limits
from autograder.exam.sandbox.walls import Kind, strongest

NBGRADERS_EXCHANGE = "/usr/local/share/nbgrader/exchange"  # nbgrader's own default, below a path that sandboxes show


class Exam(Configurable):
    """Limits of the exam. Seconds, MiB and counts."""

    cell_seconds = Float(30.0, min=0.1, help="for one cell").tag(config=True)
    call_seconds = Float(10.0, min=0.1, help="for one call of a student's function").tag(config=True)
    training_seconds = Float(
        60.0, min=0.0, help="for one call that trains a model, where a test cell asks for that, on top of its own time"
    ).tag(config=True)
    submission_seconds = Float(180.0, min=1.0, help="for one submission").tag(config=True)
    exploration_seconds = Float(
        30.0, min=0.0, help="for the exploration cells of a submission that a student changed, on top of that"
    ).tag(config=True)
    memory_mib = Integer(2048, min=64, help="on top of what the course's libraries map on import").tag(config=True)
    output_kib = Integer(1024, min=1, help="of output a cell").tag(config=True)
    processes = Integer(64, min=2, help="processes and threads").tag(config=True)
    disk_mib = Integer(64, min=1, help="of files").tag(config=True)
    sandbox = Enum(("auto", "root", "user", "none"), "auto", help="auto takes the strongest that this machine has").tag(
        config=True
    )
    run_all = Bool(False, help="run our exploration cells, too").tag(config=True)
    diagnose = Bool(True, help="put the public probes to answers that lost points, to name the mistake").tag(
        config=True
    )

    def kind(self) -> Kind:
        """The sandbox to use: the strongest at hand, unless one was asked for."""
        return kind_here(self.sandbox)

    def limits(self) -> Limits:
        """The same as plain data."""
        return Limits(
            self.cell_seconds,
            self.call_seconds,
            self.submission_seconds,
            self.exploration_seconds,
            self.memory_mib * 2**20,
            self.output_kib * 2**10,
            self.processes,
            self.disk_mib * 2**20,
            self.training_seconds,
        )


def kind_here(sandbox: str) -> Kind:
    """The sandbox that this machine takes where the settings say `sandbox`."""
    return strongest() if sandbox == "auto" else cast(Kind, sandbox)


def exam_settings(config: Config) -> Exam:
    """The course's settings.

    Raises:
        CourseError: one of them makes no sense; the message names it.
    """
    with naming_the_setting():
        return Exam(config=config)


def hidden_paths(settings: Config, course: Path, submitted: Path, gradebook: Path) -> tuple[Path, ...]:
    """What no student code may read: these three, nbgrader's folders and exchange, and our temporary files.

    Symbolic links are resolved, so that a folder of the course that is a link is hidden where it really is.
    """
    folders, exchange = settings.get("CourseDirectory", {}), settings.get("Exchange", {})
    root = course / folders.get("root", "")
    configured = [value for name, value in folders.items() if name.endswith("_directory")]
    paths = [course, submitted, gradebook, root, *(root / name for name in ("solutions", *configured))]
    paths += [
        Path(place) for place in (NBGRADERS_EXCHANGE, exchange.get("root", NBGRADERS_EXCHANGE), tempfile.gettempdir())
    ]
    return tuple(sorted({path.resolve() for path in paths}))
