"""`c.Exam.…` in nbgrader_config.py: what a submission may use, and which sandbox holds it."""

from __future__ import annotations

from typing import cast

from traitlets import Bool, Enum, Float, Integer
from traitlets.config import Config, Configurable

from autograder.exam.limits import Limits
from autograder.exam.sandbox.walls import Kind, strongest


class Exam(Configurable):
    """Limits of the exam. Seconds, MiB and counts; each must be above zero."""

    cell_seconds = Float(30.0, min=0.1, help="for one cell").tag(config=True)
    call_seconds = Float(10.0, min=0.1, help="for one call of a student's function").tag(config=True)
    submission_seconds = Float(180.0, min=1.0, help="for one submission").tag(config=True)
    memory_mib = Integer(2048, min=64, help="on top of what PyTorch maps when it is imported").tag(config=True)
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
        return strongest() if self.sandbox == "auto" else cast(Kind, self.sandbox)

    def limits(self) -> Limits:
        """The same as plain data."""
        return Limits(
            self.cell_seconds,
            self.call_seconds,
            self.submission_seconds,
            self.memory_mib * 2**20,
            self.output_kib * 2**10,
            self.processes,
            self.disk_mib * 2**20,
        )


def exam_settings(config: Config) -> Exam:
    """The course's settings.

    Raises:
        traitlets.TraitError: one of them makes no sense; the message names it.
    """
    return Exam(config=config)
