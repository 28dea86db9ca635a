"""What an instructor reads: one page a lab and one for the course, from scores.csv and what a person has graded since."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from urllib.parse import quote

from autograder.course import Lab, read_course
from autograder.feedback import FEEDBACK, claim, environment, graded_rows
from autograder.files import write_whole
from autograder.gradebook import NEEDS_HUMAN, read_scores
from autograder.records import Row
from autograder.release import SOLUTIONS

REPORTS = "reports"


@dataclass(frozen=True)
class Shown:
    """One cell of a table: text, with a link or a share from 0 to 1 drawn as a bar."""

    text: str
    link: str = ""
    share: float | None = None


@dataclass(frozen=True)
class ShownTable:
    """One table of a report."""

    title: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...]


def write_reports(course: Path, gradebook: Path) -> list[Path]:
    """Write `reports/<lab>.html` for each lab with submissions and `reports/course.html`; returns the pages.

    Raises:
        CourseError: nothing was graded into this folder yet.
    """
    graded = graded_rows(gradebook)
    stuck = [row for row in read_scores(gradebook) if row.outcome == NEEDS_HUMAN]
    labs = [lab for lab in read_course(course / SOLUTIONS) if any(row.lab == lab.id for row in graded + stuck)]
    folder = gradebook / REPORTS
    written = []
    for lab in labs:
        mine = [row for row in graded if row.lab == lab.id]
        tables = [
            _totals(lab, mine, gradebook),
            _concepts(lab, mine),
            _failures(mine),
            _people([row for row in stuck if row.lab == lab.id]),
        ]
        written.append(_write(folder / f"{lab.id}.html", f"{lab.id}: report", _summary(lab, mine), tables))
    tables = [_labs(labs, graded, stuck), _people(stuck)]
    written.append(_write(folder / "course.html", "Course report", f"{len({row.student for row in graded})} students.", tables))
    return written


def totals(rows: Iterable[Row]) -> dict[str, float]:
    """Points by student."""
    points: dict[str, float] = defaultdict(float)
    for row in rows:
        points[row.student] += float(row.points or 0)
    return dict(points)


def _share(points: float, lab: Lab) -> float:
    return points / lab.points if lab.points else 0.0


def _summary(lab: Lab, rows: Sequence[Row]) -> str:
    points = list(totals(rows).values())
    if not points:
        return "No submission was graded."
    waiting = sum(row.outcome == "manual" and not row.points for row in rows)
    unknown = sum(row.outcome == "unknown" and not row.points for row in rows)
    return (
        f"{len(points)} submissions, mean {mean(points):.1f}, median {median(points):g} of {lab.points:g} points. "
        f"{waiting} answers in words wait for a grade; {unknown} test cells could not be told."
    )


def _totals(lab: Lab, rows: Sequence[Row], gradebook: Path) -> ShownTable:
    lines = []
    for student, points in sorted(totals(rows).items(), key=lambda item: (-item[1], item[0])):
        page = gradebook / FEEDBACK / student / lab.id / f"{lab.notebook}.html"
        link = quote(Path(os.path.relpath(page, gradebook / REPORTS)).as_posix()) if page.is_file() else ""
        lines.append((Shown(student, link), Shown(f"{points:g}", share=_share(points, lab))))
    return ShownTable("Points", f"out of {lab.points:g}; a name opens the student's feedback", ("student", "points"), tuple(lines))


def _concepts(lab: Lab, rows: Sequence[Row]) -> ShownTable:
    lines = []
    for exercise in lab.exercises:
        for test in exercise.tests:
            outcomes = Counter(row.outcome for row in rows if row.test == test.name)
            known = sum(count for outcome, count in outcomes.items() if outcome != "unknown")
            share = outcomes["passed"] / known if known else 0.0
            line = (Shown(exercise.name), Shown(test.concept.replace("_", " ")), Shown(claim(test)), Shown(f"{share:.0%}", share=share))
            lines.append(line)
    return ShownTable(
        "Pass rate by concept", "share of submissions that pass", ("exercise", "concept", "asked for", "passed"), tuple(lines)
    )


def _failures(rows: Sequence[Row]) -> ShownTable:
    kinds = Counter((row.exercise, row.reason.split(":")[0]) for row in rows if row.outcome == "failed")
    lines = tuple((Shown(exercise), Shown(kind), Shown(str(count))) for (exercise, kind), count in kinds.most_common(20))
    return ShownTable("How test cells failed", "the twenty most frequent", ("exercise", "failure", "test cells"), lines)


def _people(stuck: Sequence[Row]) -> ShownTable:
    lines = tuple((Shown(row.student), Shown(row.lab), Shown(row.reason)) for row in stuck)
    return ShownTable("Needs a person", "not graded, and not a zero", ("student", "lab", "why"), lines)


def _labs(labs: Sequence[Lab], graded: Sequence[Row], stuck: Sequence[Row]) -> ShownTable:
    lines = []
    for lab in labs:
        points = list(totals(row for row in graded if row.lab == lab.id).values())
        average = mean(points) if points else 0.0
        waiting = sum(row.lab == lab.id for row in stuck)
        lines.append(
            (
                Shown(lab.id, f"{quote(lab.id)}.html"),
                Shown(str(len(points))),
                Shown(f"{average:.1f} / {lab.points:g}", share=_share(average, lab)),
                Shown(str(waiting)),
            )
        )
    return ShownTable("Labs", "a lab's name opens its report", ("lab", "graded", "mean points", "needs a person"), tuple(lines))


def _write(path: Path, title: str, summary: str, tables: Sequence[ShownTable]) -> Path:
    write_whole(path, environment().get_template("report.html.j2").render(title=title, summary=summary, tables=tables))
    return path
