"""What an instructor reads: a page a lab and one for the course, from what grading left in the gradebook folder."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.course.model import CourseError
from autograder.diagnosis.naming import PLACE, Diagnosis, write_diagnoses
from autograder.exam.results import Cause
from autograder.feedback import write_feedback
from autograder.gradebook.database import record
from autograder.gradebook.paths import AUTOGRADED, RECORDS, database
from autograder.gradebook.score_table import write_scores
from autograder.gradebook.scores import Row, needs_human, read_scores
from autograder.intake import Repair, RepairKind
from autograder.report import write_reports
from tests.support.notebooks import (
    DOUBLING,
    TRIPLING,
    GradedClass,
    Page,
    graded_class,
    make_cell,
    make_course,
    tripling,
)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> GradedClass:
    return graded_class(tmp_path_factory)


@pytest.fixture(scope="module")
def reports(graded: GradedClass, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports on a copy of the gradebook that has feedback pages."""
    gradebook = graded.copy(tmp_path_factory.mktemp("report"))
    write_feedback(graded.course, gradebook)
    write_reports(graded.course, gradebook)
    return gradebook / "reports"


class Report(Page):
    """A report's page, with its tables by caption. What stands in one cell is parted by blanks."""

    def __init__(self, path: Path) -> None:
        self.tables: dict[str, list[list[str]]] = {}
        self.caption = ""
        super().__init__(path)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag == "caption":
            self.caption = ""
        if tag == "tr":
            self.tables.setdefault(self.caption, []).append(self.rows[-1])

    def handle_data(self, data: str) -> None:
        if "caption" in self._open:
            self.caption += data
        super().handle_data(f"{data} " if {"td", "th"} & set(self._open) and data.strip() else data)
        if {"td", "th"} & set(self._open) and data.strip():
            self.rows[-1][-1] += " "

    def table(self, caption: str) -> list[list[str]]:
        """The rows of a table below its heads, without blanks at the ends of the cells."""
        rows = self.tables.get(caption, [[]])[1:]
        return [[" ".join(cell.replace(" ,", ",").split()).replace(" , ", ", ") for cell in row] for row in rows]


def report(graded: GradedClass, gradebook: Path, lab: str = DOUBLING) -> Report:
    write_reports(graded.course, gradebook)
    return Report(gradebook / "reports" / f"{lab}.html")


def write_diagnosis(gradebook: Path, students: Iterable[str], diagnosis: Diagnosis) -> None:
    """Put a diagnosis into the students' autograded notebooks of the first lab."""
    for student in students:
        path = gradebook / AUTOGRADED / student / DOUBLING / "doubling.ipynb"
        notebook = nbformat.read(path, as_version=4)
        write_diagnoses(notebook, [diagnosis])
        nbformat.write(notebook, path)


def clear_diagnoses(gradebook: Path) -> None:
    for path in (gradebook / AUTOGRADED).glob(f"*/{DOUBLING}/*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        notebook.metadata.get(PLACE[0], {}).pop(PLACE[1], None)
        nbformat.write(notebook, path)


def write_repairs(gradebook: Path, student: str, *repairs: Repair) -> None:
    path = gradebook / RECORDS / student / f"{DOUBLING}.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "repairs": [repair.to_json() for repair in repairs]}))


def write_causes(gradebook: Path, student: str, **causes: Cause) -> None:
    path = gradebook / RECORDS / student / f"{DOUBLING}.json"
    noted = json.loads(path.read_text())
    changed = {**noted["causes"], **{test: asdict(cause) for test, cause in causes.items()}}
    path.write_text(json.dumps({**noted, "causes": changed}))


def change_records(gradebook: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change each record."""
    for path in (gradebook / RECORDS).glob("*/*.json"):
        noted = json.loads(path.read_text())
        change(noted)
        path.write_text(json.dumps(noted))


def pages_of(graded: GradedClass, gradebook: Path) -> dict[str, bytes]:
    write_reports(graded.course, gradebook)
    return {path.name: path.read_bytes() for path in (gradebook / "reports").iterdir()}


def test_a_report_from_notes_opens_no_notebook(
    graded: GradedClass, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gradebook = graded.copy(tmp_path)
    expected = pages_of(graded, gradebook)
    read, opened = Path.read_bytes, []

    def watched(path: Path) -> bytes:
        opened.append(path)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", watched)
    assert pages_of(graded, gradebook) == expected
    assert not [path for path in opened if AUTOGRADED in path.parts]


@pytest.mark.parametrize(
    "change",
    [
        lambda noted: noted.pop("seen"),
        lambda noted: noted.update(seen=None),
        lambda noted: noted.update(seen=["damaged"]),
        lambda noted: noted["seen"].pop("answers"),
        lambda noted: noted["seen"].update(answers={"double": 1}),
        lambda noted: noted["seen"].update(answers="double"),
        lambda noted: noted["seen"].update(metadata={"autograder": {"deaths": {"double": {"kind": "gone"}}}}),
        lambda noted: noted["seen"].update(metadata=7),
        lambda noted: noted["seen"].update(time=0, answers={}),
        lambda noted: noted["seen"].update(size=0, answers={}),
    ],
)
def test_the_notebook_is_looked_at_where_it_is_not_noted_or_the_note_is_damaged(
    graded: GradedClass, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    gradebook = graded.copy(tmp_path)
    expected = pages_of(graded, gradebook)
    change_records(gradebook, change)
    assert pages_of(graded, gradebook) == expected


def test_there_is_a_page_a_lab_and_one_for_the_course(reports: Path) -> None:
    assert sorted(path.name for path in reports.iterdir()) == [f"{DOUBLING}.html", f"{TRIPLING}.html", "course.html"]


def test_the_course_page_has_a_line_a_lab_and_who_needs_a_person(reports: Path) -> None:
    page = Report(reports / "course.html")
    lines = page.table("A lab's name opens its report")
    assert [line[:2] for line in lines] == [
        ["Lab 1 · Doubling", "4.0 of 10 median 3"],
        ["Lab 2 · Tripling", "1.0 of 2 median 1"],
    ]
    assert lines[0][2].endswith("1 not graded: gus")
    assert [line[:2] for line in page.table("Submissions that could not be graded")] == [["gus", "01 doubling"]]


def test_the_course_page_has_students_by_labs(reports: Path) -> None:
    page = Report(reports / "course.html")
    rows = page.table("Points by student and lab (of 10, 2)")
    assert ["ada", "7", "2", "9"] in rows
    assert ["bob", "0", "–", "0"] in rows
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)


def test_a_lab_page_has_the_points_of_all_best_first(reports: Path) -> None:
    points = [row[0] for row in Report(reports / f"{DOUBLING}.html").table("Points out of 10, best first")]
    assert points == ["ada", "hana", "carol", "emil", "dora", "fred", "ivan", "lena", "bob"]


def test_a_lab_page_tells_mean_median_and_what_waits(reports: Path) -> None:
    facts = dict(
        re.findall(r'<dt>(.*?)</dt><dd><a href="#[a-z]+">(.*?)</a></dd>', Report(reports / f"{DOUBLING}.html").source)
    )
    assert facts == {"graded": "9", "mean points": "4.0 of 10", "median": "3", "wait for an instructor": "9"}


def test_lateness_counts_and_is_told(reports: Path) -> None:
    page = Report(reports / f"{TRIPLING}.html")
    assert page.table("Points out of 2, best first") == [["ada", "2"], ["kate", "0"]]
    assert page.table("What lateness cost, which is off the points above") == [["kate", "2"]]


def test_what_a_person_has_graded_since_counts(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    with Gradebook(database(gradebook)) as book:
        book.find_grade("in_words", "doubling", DOUBLING, "bob").manual_score = 3
        book.db.commit()
    page = report(graded, gradebook)
    assert ["bob", "3"] in page.table("Points out of 10, best first")
    [words] = page.table("Answers that an instructor reads")
    assert words[:2] == ["in_words", "3.0 of 3"]
    assert "8 waiting" in words[2]
    assert "1 graded : bob" in words[2] or "1 graded: bob" in words[2]


def test_a_manual_grade_stands_after_a_regrade_and_is_to_be_looked_at_again(
    graded: GradedClass, tmp_path: Path
) -> None:
    gradebook = graded.copy(tmp_path)
    with Gradebook(database(gradebook)) as book:
        book.find_grade("in_words", "doubling", DOUBLING, "bob").manual_score = 3
        book.db.commit()
    write_scores(
        gradebook, record(gradebook, graded.work.labs[DOUBLING], graded.examined["bob", DOUBLING], graded.work.settings)
    )
    page = report(graded, gradebook)
    assert ["bob", "3"] in page.table("Points out of 10, best first")
    assert page.table("The points that an instructor gave stand; formgrader asks to look again") == [
        ["bob", "in_words", "01 doubling"]
    ]


def test_points_that_a_person_gave_decide_what_passes(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    before = report(graded, gradebook).table("Pass rate by concept")[0]
    with Gradebook(database(gradebook)) as book:
        book.find_grade("test_double_value", "doubling", DOUBLING, "bob").manual_score = 2
        book.db.commit()
    after = report(graded, gradebook).table("Pass rate by concept")[0]
    assert (before[1], after[1]) == ("44%", "56%")


def test_a_grade_to_look_at_again_is_listed(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    with Gradebook(database(gradebook)) as book:
        grade = book.find_grade("in_words", "doubling", DOUBLING, "bob")
        grade.manual_score, grade.needs_manual_grade = 3, True
        book.db.commit()
    page = report(graded, gradebook)
    assert page.table("The points that an instructor gave stand; formgrader asks to look again") == [
        ["bob", "in_words", "01 doubling"]
    ]


def test_a_lab_page_has_the_pass_rate_of_each_concept_and_who(reports: Path) -> None:
    rows = Report(reports / f"{DOUBLING}.html").table("Pass rate by concept")
    assert [row[:2] for row in rows] == [
        ["double · value Twice the number, whichever it is.", "44%"],
        ["double · kinds One point for fractions, one for words.", "33%"],
        ["halve · value Half the number.", "78%"],
    ]
    assert rows[2][2] == "7 passed ada carol dora fred hana ivan lena 2 failed: bob, emil"


def test_what_could_not_be_told_is_no_failure(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    lost = [
        replace(row, points=None, outcome="unknown", reason="the worker was gone")
        if (row.student, row.exercise) == ("emil", "halve")
        else row
        for row in read_scores(gradebook)
    ]
    write_scores(gradebook, lost)
    with Gradebook(database(gradebook)) as book:
        book.find_grade("test_halve_value", "doubling", DOUBLING, "emil").auto_score = None
        book.db.commit()
    page = report(graded, gradebook)
    assert page.table("Test cells that failed for a reason of ours") == [
        ["emil", "test_halve_value", "the worker was gone"]
    ]
    [halve] = [row for row in page.table("Pass rate by concept") if row[0].startswith("halve")]
    assert halve[1] == "88%"
    assert "1 not known: emil" in halve[2]


def test_a_lab_page_tells_how_test_cells_failed(reports: Path) -> None:
    rows = [row[:3] for row in Report(reports / f"{DOUBLING}.html").table("Test cells that failed, by what ended them")]
    assert ["halve", "CandidateError", "1"] in rows
    assert ["double", "NotImplementedError", "2"] in rows
    assert "NameError" in {row[1] for row in rows}


def test_mistakes_are_counted_with_their_students(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    clear_diagnoses(gradebook)
    write_diagnosis(
        gradebook, ["ivan", "lena"], Diagnosis("double", "misconception", "adds_two", "Your function adds two.")
    )
    write_diagnosis(gradebook, ["bob"], Diagnosis("double", "stub", "stub", "Not written yet."))
    write_diagnosis(gradebook, ["emil"], Diagnosis("halve", "unnamed", "unnamed", ""))
    page = report(graded, gradebook)
    named = page.table("Mistakes, the most frequent first")
    assert named == [["double · adds two Your function adds two.", "2 students: ivan, lena"]]
    assert page.table("Wrong in a way without a name") == [["halve", "1 student: emil"]]
    assert page.table("Exercises that were left as they came") == [["double", "1 student: bob"]]


def test_an_answer_with_two_faults_counts_for_both(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    clear_diagnoses(gradebook)
    write_diagnosis(
        gradebook, ["ivan"], Diagnosis("double", "misconception", "adds_two", "It adds two.", also=("cuts_fractions",))
    )
    write_diagnosis(gradebook, ["lena"], Diagnosis("double", "misconception", "cuts_fractions", "It cuts fractions."))
    rows = report(graded, gradebook).table("Mistakes, the most frequent first")
    assert rows[0] == ["double · cuts fractions It cuts fractions.", "2 students: ivan, lena"]
    assert ["double · adds two It adds two.", "1 student: ivan"] in rows


def test_shortcuts_and_tampering_are_told_with_their_students(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    clear_diagnoses(gradebook)
    edited = Repair(RepairKind.TEST_CHANGED, ("test_double_value",))
    write_repairs(gradebook, "carol", edited, Repair(RepairKind.EXTRA_CELLS, count=2))
    write_diagnosis(
        gradebook, ["ivan"], Diagnosis("double", "misconception", "hardcoded_value", "It knows the examples by heart.")
    )
    write_causes(gradebook, "lena", test_double_value=Cause("shortcut", "numpy.add"))
    page = report(graded, gradebook)
    assert page.table("Signs: a ready-made operation") == [["lena", "double", "called numpy.add"]]
    assert page.table("Signs: answers known by heart") == [["ivan", "double", "It knows the examples by heart."]]
    assert page.table("Signs: ended its own process") == [["fred", "double", "when its cell was run"]]
    changed = "the test cell test_double_value had been changed: ours counts"
    assert page.table("Signs: test or set-up cells changed or taken out") == [["carol", "the notebook", changed]]


def test_an_honest_failure_is_no_sign(graded: GradedClass, tmp_path: Path) -> None:
    page = report(graded, graded.copy(tmp_path))
    suspected = {row[0] for caption in page.tables if caption.startswith("Signs") for row in page.table(caption)}
    assert suspected == {"fred"}


def test_repairs_are_counted_with_their_students(graded: GradedClass, tmp_path: Path) -> None:
    gradebook, extra = graded.copy(tmp_path), Repair(RepairKind.EXTRA_CELLS, count=1)
    write_repairs(gradebook, "carol", extra, Repair(RepairKind.ORDER))
    write_repairs(gradebook, "bob", extra)
    made = report(graded, gradebook).table("What had to be mended in notebooks before they could be graded")
    assert made == [
        ["1 extra cell kept", "2 students: bob, carol"],
        ["cells stood in another order", "1 student: carol"],
    ]


def test_time_and_memory_of_each_exam_are_told(graded: GradedClass, reports: Path) -> None:
    rows = Report(reports / f"{DOUBLING}.html").table("What each exam took, the slowest first")
    took = {student: examined for (student, lab), examined in graded.examined.items() if lab == DOUBLING}
    assert sorted(row[0] for row in rows) == sorted(student for student in took if student != "gus")
    assert rows[0][0] == "emil"  # whose answer never ended
    for student, seconds, cpu, memory in rows:
        assert float(seconds) == pytest.approx(took[student].seconds, abs=0.01, rel=0.1)
        assert float(cpu) == pytest.approx(took[student].cpu_seconds, abs=0.01, rel=0.1)
        assert float(memory) == pytest.approx(took[student].memory / 2**20, abs=1)


def test_what_was_graded_before_costs_were_noted_has_a_report(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    for path in (gradebook / RECORDS).glob("*/*.json"):
        noted = json.loads(path.read_text())
        path.write_text(json.dumps({"key": noted["key"], "rows": noted["rows"]}))
    assert "No figures yet." in report(graded, gradebook).text


def test_all_links_lead_to_a_page(reports: Path) -> None:
    links = [(path, link) for path in reports.iterdir() for link in Report(path).links if not link.startswith("#")]
    assert len(links) > 100
    for path, link in links:
        assert (path.parent / unquote(link.split("#")[0])).resolve().is_file(), (path, link)


def test_the_contents_lead_to_the_sections(reports: Path) -> None:
    for path in reports.iterdir():
        page = Report(path)
        here = [link for link in page.links if link.startswith("#")]
        assert len(here) >= 8
        assert all(f'id="{link[1:]}"' in page.source for link in here)


def test_without_feedback_names_are_no_links_and_the_page_says_why(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    shutil.rmtree(gradebook / "feedback", ignore_errors=True)
    page = report(graded, gradebook)
    assert {link for link in page.links if not link.startswith("#")} == {"course.html"}
    assert "make the feedback, then the report again" in page.text


def test_names_and_reasons_are_text_and_links_are_quoted(graded: GradedClass, tmp_path: Path) -> None:
    gradebook, name = graded.copy(tmp_path), "a&b#c?d<i>"
    page = gradebook / "feedback" / name / TRIPLING / "tripling.html"
    page.parent.mkdir(parents=True)
    page.write_text("a page")
    row = Row(name, TRIPLING, "triple", "test_triple_value", 1, 2, "failed", "<script>alert(1)</script>: no")
    write_scores(gradebook, [row, needs_human("<b>", TRIPLING, "<img src=x>")])
    found = report(graded, gradebook, TRIPLING)
    assert not {"script", "img", "i", "b"} & set(found.tags)
    address = f"../feedback/a%26b%23c%3Fd%3Ci%3E/{TRIPLING}/tripling.html"
    assert {link.split("#")[0] for link in found.links if "%" in link} == {address}
    assert ["<b>", "<img src=x>"] in found.table("Submissions that could not be graded")


def test_what_cannot_be_seen_in_a_text_is_replaced(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    write_scores(gradebook, [needs_human("ad\u202egnp.exe", TRIPLING, "no\x1b[31m \u2066notebook\u200b\u0007")])
    source = report(graded, gradebook, TRIPLING).source
    assert "ad\N{REPLACEMENT CHARACTER}gnp.exe" in source
    assert not {letter for letter in source if not letter.isprintable()} - {"\n"}


def test_a_lab_without_points_or_grades_has_a_page(graded: GradedClass, tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", {"03_reading": [make_cell("md", "read", "Read.")], TRIPLING: tripling()})
    gradebook = graded.copy(tmp_path)
    write_scores(gradebook, [Row("ada", "03_reading", "", "x", 0, 0, "passed", "")])
    names = [path.name for path in write_reports(course, gradebook)]
    assert names == [f"{TRIPLING}.html", "03_reading.html", "course.html"]


def test_a_lab_where_all_need_a_person_says_so(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    write_scores(gradebook, [needs_human(student, TRIPLING, "no notebook") for student in ("ada", "kate")])
    assert "No submission was graded." in report(graded, gradebook, TRIPLING).text


def test_a_notebook_that_somebody_damaged_costs_no_page(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    (gradebook / AUTOGRADED / "ada" / DOUBLING / "doubling.ipynb").write_text("half a note")
    (gradebook / AUTOGRADED / "bob" / DOUBLING / "doubling.ipynb").unlink()
    assert {"ada", "bob"} <= {row[0] for row in report(graded, gradebook).table("Points out of 10, best first")}


def test_an_empty_gradebook_is_named(graded: GradedClass, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="nothing was graded here yet"):
        write_reports(graded.course, tmp_path)
