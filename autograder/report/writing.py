"""One page a lab and one for the course, written to `<gradebook>/reports/`."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from statistics import mean, median

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.course.model import CourseError, Lab
from autograder.course.model import title as lab_title
from autograder.files import write_whole
from autograder.gradebook.scores import Row
from autograder.report.alike import Alike, alike, alike_in, answers_of
from autograder.report.comparing import comparing
from autograder.report.gathering import REPORTS, Gathered, Result, gather
from autograder.report.grades import Concept, concepts, concepts_of, failures, mean_in_words, scores
from autograder.report.mistakes import Mistake, known_sentences, mistakes, mistakes_of
from autograder.report.overview import anchor, labs_and_students
from autograder.report.people import absent, people, waiting
from autograder.report.rows import named, rows
from autograder.report.shown import Fact, Link, ReportPage
from autograder.report.signs import Sign, signs, worth_a_look
from autograder.report.ways import ways
from autograder.report.work import costs, repairs
from autograder.text import printable

COURSE = "course"
HARDEST = 10
MOST_FREQUENT = 15
SUMMED = (
    "The sum of what a student has in each lab, less what lateness cost; a lab not handed in, or not graded, adds 0."
)


def write_reports(course: Path, gradebook: Path, labs: Sequence[str] = ()) -> list[Path]:
    """Write `reports/<lab>.html` for each lab with submissions, or for these, and `reports/course.html`; returns the
    pages.

    Raises:
        CourseError: nothing was graded into this folder yet, or nothing of one of these labs.
    """
    found = gather(course, gradebook)
    for wanted in labs:
        if wanted not in found.results:
            raise CourseError(
                f"--lab {wanted}: nothing of it was graded in {gradebook}, which has {', '.join(found.results)}"
            )
    everything = [result for results in found.results.values() for result in results]
    sentences = known_sentences(course, everything)
    pages: dict[str, ReportPage] = {}
    all_concepts: list[Concept] = []
    all_mistakes: list[Mistake] = []
    all_alike: list[Alike] = []
    all_signs = signs(everything)
    answers = {lab.id: answers_of(found.results[lab.id]) for lab in found.labs}
    with comparing(answers, found.released) as groups_of:
        for lab in found.labs:
            results = found.results[lab.id]
            here = (concepts_of(lab, results), mistakes_of(results, sentences))
            mine = [sign for sign in all_signs if sign.result.lab == lab.id]
            stuck = [row for row in found.stuck if row.lab == lab.id]
            near = alike_in(lab, results, groups_of(lab.id))
            pages[lab.id] = lab_page(found, lab, stuck, *here, near, mine)
            all_concepts += here[0]
            all_mistakes += here[1]
            all_alike += near
    pages[COURSE] = course_page(found, everything, all_concepts, all_mistakes, all_alike, all_signs)
    written = []
    for name, page in pages.items():
        if labs and name not in (*labs, COURSE):
            continue
        written.append(gradebook / REPORTS / f"{name}.html")
        write_whole(written[-1], render(page))
    return written


def render(page: ReportPage) -> str:
    """The page as HTML. Its own style sheet, known by its hash, is all that its policy admits."""
    style = (files("autograder.report") / "templates" / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    template = environment().get_template("report.html.j2")
    return template.render(page=page, style=Markup(style), style_hash=f"sha256-{digest}")


def lab_page(
    found: Gathered,
    lab: Lab,
    stuck: Sequence[Row],
    all_concepts: Sequence[Concept],
    all_mistakes: Sequence[Mistake],
    all_alike: Sequence[Alike],
    all_signs: Sequence[Sign],
) -> ReportPage:
    """The page of one lab."""
    results = found.results[lab.id]
    points = [result.points for result in results]
    waits = len(stuck) + len(waiting(results))
    facts = [Fact("graded", str(len(results)), "scores"), Fact("wait for an instructor", str(waits), "people")]
    if points:
        average = Fact("mean points", f"{mean(points):.1f} of {lab.points:g}", "scores")
        facts[1:1] = [average, Fact("median", f"{median(points):g}", "scores")]
    facts += _absence([lab], found)
    sections = (
        people([lab], results, stuck, found.called),
        absent([lab], found.absent),
        scores(
            "Points",
            [(result.link(), result.points) for result in results],
            lab.points,
            results,
            mean_in_words(results),
        ),
        concepts("Concepts", all_concepts, "The share that passes, of the submissions of which it is known."),
        mistakes(
            "Mistakes",
            all_mistakes,
            "What the answers do with the public examples. An answer with two mistakes counts for both.",
        ),
        failures(results),
        worth_a_look(all_signs),
        alike(all_alike),
        repairs(results),
        costs(results),
    )
    return ReportPage(
        f"{lab_title(lab)}: report",
        tuple(facts),
        sections,
        _note(results),
        (Link("The whole course", f"{COURSE}.html"),),
    )


def course_page(
    found: Gathered,
    everything: Sequence[Result],
    all_concepts: Sequence[Concept],
    all_mistakes: Sequence[Mistake],
    all_alike: Sequence[Alike],
    all_signs: Sequence[Sign],
) -> ReportPage:
    """The page of all labs together."""
    facts = [
        Fact("students", str(len(found.students)), "students"),
        Fact("submissions graded", str(len(everything)), "labs"),
        Fact("wait for an instructor", str(len(found.stuck) + len(waiting(everything))), "people"),
        *_absence(found.labs, found),
    ]
    points = dict.fromkeys(found.students, 0.0)
    for result in everything:
        points[result.student] += result.points
    totals = [
        (Link(found.called(name), f"#{anchor(place)}"), total) for place, (name, total) in enumerate(points.items())
    ]
    hardest = sorted((one for one in all_concepts if one.known), key=lambda one: (one.rate, one.label))[:HARDEST]
    frequent = sorted(all_mistakes, key=lambda mistake: (-len(mistake.students), mistake.label))
    overview, everybody = labs_and_students(found)
    sections = (
        overview,
        people(found.labs, everything, found.stuck, found.called),
        absent(found.labs, found.absent),
        scores("Points over all labs", totals, sum(lab.points for lab in found.labs), note=SUMMED),
        everybody,
        ways(found),
        concepts(
            "The hardest concepts",
            hardest,
            "Those that the fewest pass; each lab's page has all of its own.",
            several=True,
        ),
        mistakes("The most frequent mistakes", frequent, "Each lab's page has all of its own.", MOST_FREQUENT),
        worth_a_look(all_signs, several=True),
        alike(all_alike, several=True),
        costs(everything, several=True),
    )
    links = tuple(Link(lab_title(lab), f"{lab.id}.html") for lab in found.labs)
    return ReportPage("Course report", tuple(facts), sections, _note(everything), links)


def _absence(labs: Sequence[Lab], found: Gathered) -> list[Fact]:
    """How many handed in nothing, where it is known who is in the class."""
    if found.absent is None:
        return []
    students = {link for lab in labs for link in found.absent.get(lab.id, ())}
    return [Fact("handed in nothing", str(len(students)), "absent")]


@cache
def environment() -> Environment:
    """Templates with autoescaping on; what cannot be seen in a text is replaced, since students choose some of the
    words.
    """

    def visible(value: object) -> object:
        return value if isinstance(value, Markup) else printable(str(value), keep="\n")

    made = Environment(
        loader=PackageLoader("autograder.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=visible,
    )
    made.globals |= {"named": named, "rows": rows}
    return made


def _note(results: Sequence[Result]) -> str:
    missing = sum(not result.page for result in results)
    if not missing:
        return "A name leads to the student's feedback page; a number opens the list of the students behind it."
    who = "No name leads" if missing == len(results) else f"{missing} names do not lead"
    return f"{who} to a feedback page yet: make the feedback, then the report again."
