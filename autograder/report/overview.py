"""The labs beside each other, and students × labs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import mean, median

from autograder.course.model import Lab
from autograder.course.model import title as lab_title
from autograder.report import ways
from autograder.report.gathering import Gathered, Result
from autograder.report.people import waiting
from autograder.report.plots import Bar, bars
from autograder.report.shown import Cell, Link, Part, Section, number, parts, table, who


def labs_and_students(found: Gathered) -> tuple[Section, Section]:
    """One line a lab; one line a student."""
    drawn = [_bar(lab, found.results[lab.id]) for lab in found.labs]
    lines = table(
        "A lab's name opens its report", ("lab", "points", "students"), (_line(found, lab) for lab in found.labs)
    )
    plot = bars("Mean points by lab, of those to be had", drawn, 1.0)
    overview = Section(
        "labs",
        "Labs",
        parts(Part(lines, plot)),
        "Mean points of the submissions that were graded, less what lateness cost, of those to be had.",
        count=str(len(found.labs)),
    )
    students = found.students
    by_lab = [{result.student: result for result in found.results[lab.id]} for lab in found.labs]
    heads = ("student", *(lab.id.split("_")[0] for lab in found.labs), "all")
    rows = []
    for place, student in enumerate(students):
        mine = [results.get(student) for results in by_lab]
        total = sum(result.points for result in mine if result is not None)
        name = Cell(found.called(student), f"#{ways.anchor(place)}")
        rows.append((name, *(_points(result) for result in mine), number(f"{total:g}")))
    most = ", ".join(f"{lab.points:g}" for lab in found.labs)
    everybody = table(f"Points by student and lab (of {most})", heads, rows)
    everybody = replace(everybody, anchors=tuple(anchor(place) for place in range(len(students))))
    section = Section(
        "students",
        "Students and labs",
        parts(Part(everybody, fold=f"All {len(students)} students")),
        "A name leads to the student's way through the concepts, a lab's points to the feedback page; a dash: nothing "
        "graded.",
        count=str(len(students)),
    )
    return overview, section


def anchor(place: int) -> str:
    """The id of a student's row, by their place in the alphabet."""
    return f"student-{place}"


def _line(found: Gathered, lab: Lab) -> tuple[Cell, ...]:
    results = found.results[lab.id]
    stuck = [Link(found.called(row.student)) for row in found.stuck if row.lab == lab.id]
    unread = [result.link() for result, _ in waiting(results)]
    counts = [
        who(links, word)
        for links, word in (
            ([result.link() for result in results], "graded"),
            (unread, "waiting"),
            (stuck, "not graded"),
        )
        if links
    ]
    points = [result.points for result in results]
    shown = (
        Cell(f"{mean(points):.1f} of {lab.points:g}", small=f"median {median(points):g}", is_number=True)
        if points
        else number("–")
    )
    return Cell(lab_title(lab), f"{lab.id}.html"), shown, Cell(who=tuple(counts))


def _points(result: Result | None) -> Cell:
    return number("–") if result is None else number(f"{result.points:g}", result.page)


def _bar(lab: Lab, results: Sequence[Result]) -> Bar:
    share = mean(result.points for result in results) / lab.points if results and lab.points else 0.0
    return Bar(lab_title(lab), (("bar", share),), f"{share:.0%}" if results else "–")
