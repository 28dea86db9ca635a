"""One page, from one graded notebook and what the gradebook says of it.

It is written in a worker process, without the database.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from nbformat import NotebookNode

from autograder.course.model import Lab
from autograder.course.subject import Figures, Subject
from autograder.diagnosis.naming import read_diagnoses
from autograder.feedback.cells import notebook_html
from autograder.feedback.markdown import markdown, typed
from autograder.feedback.model import Page, Sent
from autograder.feedback.relying import called_exercises
from autograder.feedback.words import NOT_KNOWN, make_page, passed, verdicts
from autograder.files import write_whole
from autograder.text import printable

if TYPE_CHECKING:
    from autograder.exam.results import Cause
    from autograder.gradebook.scores import Row


@dataclass(frozen=True)
class Job:
    """One page to write: plain data, handed to a worker process.

    Attributes:
        manual: the scores that an instructor gave, by cell.
        late: the points taken off for lateness.
        graded: the graded notebook.
        target: the page.
        causes: why test cells did not pass, by test cell.
        sent: how the work came in.
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
    sent: Sent = NOT_KNOWN
    key: str = ""


def page_of(job: Job, lab: Lab, graded: NotebookNode, subject: Subject) -> Page:
    """What the page of one submission says.

    Args:
        graded: the notebook in `job.graded`.
    """
    return make_page(
        job.student,
        lab,
        job.rows,
        job.comments,
        job.manual,
        job.late,
        read_diagnoses(graded),
        job.causes,
        subject,
        job.sent,
        called_exercises(graded, lab),
    )


def graded_notebook(job: Job) -> NotebookNode:
    """The notebook in `job.graded`."""
    notebook: NotebookNode = nbformat.reads(job.graded.read_text(encoding="utf-8"), as_version=4)
    return notebook


def write_page(job: Job, lab: Lab, subject: Subject) -> None:
    """Write the page of one submission."""
    figures = subject.figures
    graded = graded_notebook(job)
    page = page_of(job, lab, graded, subject)
    write_whole(
        job.target,
        environment()
        .get_template("feedback.html.j2")
        .render(
            page=page,
            key=job.key,
            notebook=Markup(notebook_html(graded, lab, verdicts(page, lab), figures, passed(page))),
            pictures={exercise.name: _picture(exercise.failing, figures) for exercise in page.exercises},
            script=Markup(figures.script() if figures else ""),
            script_source=script_source(figures),
            style=Markup(style(figures)),
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
    templates.filters["typed"] = lambda text: Markup(typed(text, first=4))
    templates.filters["prose"] = lambda text: Markup(markdown(text, first=5))
    return templates


@cache
def script_source(figures: Figures | None) -> str:
    """The scripts that the page's Content-Security-Policy admits: its own one, or none."""
    if figures is None:
        return "'none'"
    digest = hashlib.sha256(figures.script().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@cache
def style(figures: Figures | None) -> str:
    """The figures' style sheet and, since it may override that, after it the page's own."""
    own = (files("autograder.feedback") / "templates" / "feedback.css").read_text(encoding="utf-8")
    return (figures.style() if figures else "") + own


def spoken(text: str) -> Markup:
    """Plain text in which `names` between backticks are set as code."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", html.escape(printable(text, keep="\n"))))


def _picture(failing: dict[str, Any] | None, figures: Figures | None) -> Markup:
    """The public example that goes wrong, drawn."""
    return Markup(figures.picture(failing)) if figures is not None and failing is not None else Markup("")
