"""One page, from one graded notebook and what the gradebook says of it.

It is written in a worker process, without the database.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.course.model import Lab
from autograder.feedback import figures
from autograder.feedback.cells import notebook_html
from autograder.feedback.markdown import markdown
from autograder.feedback.sanitise import clean_html
from autograder.feedback.words import make_page, verdicts
from autograder.files import write_whole

if TYPE_CHECKING:
    from autograder.exam.results import Cause
    from autograder.gradebook.scores import Row
    from cnnlab.probing.failing import Failing


@dataclass(frozen=True)
class Job:
    """One page to write: plain data, handed to a worker process.

    Attributes:
        manual: the scores that an instructor gave, by cell.
        late: the points taken off for lateness.
        graded: the graded notebook.
        target: the page.
        causes: why test cells did not pass, by test cell.
        key: another one whenever anything that the page is made from changes.
    """

    student: str
    lab: str
    rows: tuple[Row, ...]
    comments: Mapping[str, str]
    manual: Mapping[str, float | None]
    late: float
    graded: Path
    target: Path
    causes: Mapping[str, Cause] = field(default_factory=dict)
    key: str = ""


def write_page(job: Job, lab: Lab) -> None:
    """Write the page of one submission."""
    from autograder.diagnosis.naming import read_diagnoses  # imports PyTorch: not before there is a page to write

    graded = nbformat.reads(job.graded.read_text(encoding="utf-8"), as_version=4)
    diagnoses = read_diagnoses(graded)
    page = make_page(job.student, lab, job.rows, job.comments, job.manual, job.late, diagnoses, job.causes)
    write_whole(
        job.target,
        environment()
        .get_template("feedback.html.j2")
        .render(
            page=page,
            key=job.key,
            notebook=Markup(notebook_html(graded, lab, verdicts(page, lab))),
            pictures={exercise.name: _picture(exercise.failing) for exercise in page.exercises},
            script=Markup(figures.script()),
            script_hash=figures.script_hash(),
            style=Markup(style()),
        ),
    )


@cache
def environment() -> Environment:
    """Our templates, with autoescaping on: whatever a student wrote is text."""
    templates = Environment(
        loader=PackageLoader("autograder.feedback"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["spoken"] = spoken
    templates.filters["prose"] = lambda text: Markup(markdown(text, first=5))
    return templates


@cache
def style() -> str:
    """The figures' style sheet and, since it may override that, after it the page's own."""
    return figures.style() + (files("autograder.feedback") / "templates" / "feedback.css").read_text(encoding="utf-8")


def spoken(text: str) -> Markup:
    """Plain text in which `names` between backticks are set as code."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", html.escape(text)))


def _picture(failing: Failing | None) -> Markup:
    """The public example that goes wrong, drawn in the page's own style."""
    if failing is None:
        return Markup("")
    from cnnlab.probing.failing import draw_failing  # imports PyTorch: only for a page that has such a picture

    return Markup(clean_html(draw_failing(failing)))
