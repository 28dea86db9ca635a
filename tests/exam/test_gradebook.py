"""The database is nbgrader's own, says what scores.csv says, and keeps what a person has put in."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI

from autograder.course.config import environment_on_path, load_config
from autograder.course.model import CourseError
from autograder.course.reading import read_course
from autograder.exam.results import Verdict
from autograder.gradebook.database import database, record, refreshed_scores
from autograder.gradebook.paths import AUTOGRADED
from autograder.gradebook.scores import Row, read_scores
from autograder.grading import prepare
from tests.support.notebooks import (
    DOUBLING,
    HIDDEN_MESSAGE,
    HIDDEN_SCHEME,
    TRIPLING,
    GradedClass,
    doubling,
    find,
    graded_class,
    make_course,
    tripling,
)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> GradedClass:
    return graded_class(tmp_path_factory)


def record_again(graded: GradedClass, gradebook: Path, student: str, lab: str = DOUBLING) -> dict[str, Row]:
    labs = {lab.id: lab for lab in read_course(graded.course / "solutions")}
    rows = record(gradebook, labs[lab], graded.examined[student, lab], graded.work.settings)
    return {row.test: row for row in rows}


# The database


def test_nbgraders_gradebook_has_the_scores_of_scores_csv(graded: GradedClass) -> None:
    with Gradebook(database(graded.gradebook)) as book:
        scores = {
            (submission.student.id, submission.assignment.name, grade.name): (grade.auto_score, grade.max_score)
            for assignment in book.assignments
            for submission in assignment.submissions
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
    rows = [row for row in graded.rows if row.test]
    assert scores == {(row.student, row.lab, row.test): (row.points, row.max_points) for row in rows}


def test_a_fresh_database_is_as_nbgrader_makes_one(tmp_path: Path, graded: GradedClass) -> None:
    def form(path: Path) -> tuple[set[str], list[tuple[str]]]:
        with closing(sqlite3.connect(path)) as file:
            columns = file.execute(
                "SELECT m.name || ' ' || c.name || ' ' || c.type FROM sqlite_master m, pragma_table_info(m.name) c"
            )
            return {column for (column,) in columns}, file.execute("SELECT version_num FROM alembic_version").fetchall()

    with environment_on_path(), Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}"):
        pass
    prepare(graded.course, [], tmp_path / "ours")
    with Gradebook(database(tmp_path / "ours")):
        pass
    assert form(tmp_path / "ours" / "gradebook.db") == form(tmp_path / "gradebook.db")


def test_nbgraders_totals_are_ours(graded: GradedClass) -> None:
    with Gradebook(database(graded.gradebook)) as book:
        totals = {
            student: book.find_submission(DOUBLING, student).score
            for student in ("ada", "bob", "carol", "dora", "emil", "lena")
        }
        assert book.find_assignment(DOUBLING).max_score == 10
    assert totals == {"ada": 7, "bob": 0, "carol": 6, "dora": 3, "emil": 4, "lena": 3}


def test_only_answers_in_words_wait_for_a_person(graded: GradedClass) -> None:
    with Gradebook(database(graded.gradebook)) as book:
        grades = book.find_submission_notebook("doubling", DOUBLING, "ada").grades
        assert {grade.name for grade in grades if grade.needs_manual_grade} == {"in_words"}
        assert not [
            grade
            for grade in book.find_submission_notebook("tripling", TRIPLING, "ada").grades
            if grade.needs_manual_grade
        ]


def test_what_needs_a_person_is_not_in_the_database(graded: GradedClass) -> None:
    with Gradebook(database(graded.gradebook)) as book:
        students = {student.id for student in book.students}
        assert "gus" not in students
        assert len(book.assignment_submissions(DOUBLING)) == 9


def test_formgraders_own_api_shows_the_class(graded: GradedClass) -> None:
    config = load_config(graded.course)
    config.CourseDirectory.db_url = database(graded.gradebook)
    config.CourseDirectory.submitted_directory = str(graded.submitted)
    config.CourseDirectory.autograded_directory = str(graded.gradebook / AUTOGRADED)
    shown = NbGraderAPI(config=config).get_submission(DOUBLING, "ada")
    assert (shown["score"], shown["max_score"], shown["autograded"], shown["needs_manual_grade"]) == (7, 10, True, True)


def test_the_autograded_notebook_is_the_executed_one(graded: GradedClass) -> None:
    notebook = nbformat.read(graded.gradebook / AUTOGRADED / "ada" / DOUBLING / "doubling.ipynb", as_version=4)
    assert find(notebook.cells, "test_double_kinds").outputs[0].data["text/plain"] == "2"
    assert HIDDEN_MESSAGE in find(notebook.cells, "test_double_value").source
    assert HIDDEN_SCHEME not in nbformat.writes(notebook)
    written = {path.parent.parent.name for path in (graded.gradebook / AUTOGRADED).rglob("*.ipynb")}
    assert written == {row.student for row in graded.rows if row.test}


def test_an_unanswered_cell_is_marked_no_response(graded: GradedClass) -> None:
    with Gradebook(database(graded.gradebook)) as book:
        for student, said in (("bob", "No response."), ("ada", None)):
            comments = book.find_submission_notebook("doubling", DOUBLING, student).comments
            assert {comment.name: comment.auto_comment for comment in comments} == {
                "double": said,
                "halve": said,
                "in_words": said,
            }


# What a person has put in


def test_a_manual_grade_outlives_a_regrade_and_is_in_the_row(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    with Gradebook(database(gradebook)) as book:
        book.find_grade("in_words", "doubling", DOUBLING, "ada").manual_score = 2.5
        book.find_grade("test_double_value", "doubling", DOUBLING, "ada").manual_score = 1
        book.find_comment("in_words", "doubling", DOUBLING, "ada").manual_comment = "Well said."
        book.db.commit()
    rows = record_again(graded, gradebook, "ada")
    assert (rows["in_words"].points, rows["in_words"].outcome) == (2.5, "manual")
    assert (rows["test_double_value"].points, rows["test_double_value"].outcome) == (1, "passed")
    with Gradebook(database(gradebook)) as book:
        grade = book.find_grade("in_words", "doubling", DOUBLING, "ada")
        assert (grade.manual_score, grade.auto_score, grade.needs_manual_grade) == (2.5, None, True)
        assert book.find_comment("in_words", "doubling", DOUBLING, "ada").comment == "Well said."
        assert book.find_submission(DOUBLING, "ada").score == 1 + 2 + 3 + 2.5


def test_what_a_person_grades_later_reaches_scores_csv_and_leaves_it_again(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    assert refreshed_scores(gradebook) == read_scores(graded.gradebook)
    for score in (2.5, None):
        with Gradebook(database(gradebook)) as book:
            book.find_grade("in_words", "doubling", DOUBLING, "ada").manual_score = score
            book.db.commit()
        changed = [
            replace(row, points=score) if (row.student, row.test) == ("ada", "in_words") else row
            for row in read_scores(gradebook)
        ]
        assert refreshed_scores(gradebook) == changed
        assert read_scores(gradebook) == changed
    assert read_scores(gradebook) == read_scores(graded.gradebook)


def test_a_late_submission_loses_what_the_plugin_says(graded: GradedClass) -> None:
    with Gradebook(database(graded.gradebook)) as book:
        late, in_time = (book.find_submission_notebook("tripling", TRIPLING, student) for student in ("kate", "ada"))
        assert (late.score, late.late_submission_penalty) == (2, 2)
        assert book.find_submission(TRIPLING, "kate").total_seconds_late == 24 * 3600
        assert (in_time.score, in_time.late_submission_penalty) == (2, None)
    assert graded.outcomes("kate", TRIPLING) == {"test_triple_value": "passed 2"}


def test_an_extension_takes_the_penalty_back(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    with Gradebook(database(gradebook)) as book:
        book.grant_extension(TRIPLING, "kate", days=2)
    record_again(graded, gradebook, "kate", TRIPLING)
    with Gradebook(database(gradebook)) as book:
        assert book.find_submission_notebook("tripling", TRIPLING, "kate").late_submission_penalty is None


# What is recorded, and what is refused


def test_an_outcome_that_we_could_not_tell_is_no_zero(graded: GradedClass, tmp_path: Path) -> None:
    gradebook, examined = graded.copy(tmp_path), graded.examined["ada", TRIPLING]
    unknown = replace(examined, verdicts=(Verdict("test_triple_value", "unknown", None, 2.0, "the cell was not run"),))
    (row,) = record(gradebook, read_course(graded.course / "solutions")[1], unknown, graded.work.settings)
    assert row == Row("ada", TRIPLING, "triple", "test_triple_value", None, 2, "unknown", "the cell was not run")
    with Gradebook(database(gradebook)) as book:
        grade = book.find_grade("test_triple_value", "tripling", TRIPLING, "ada")
        assert (grade.auto_score, grade.needs_manual_grade) == (None, True)


def test_the_platforms_name_is_recorded_where_nobody_gave_one(graded: GradedClass, tmp_path: Path) -> None:
    """Formgrader lists it, and exports find students by it. Canvas's `lovelaceada` is no first name and no last one."""
    gradebook, examined = graded.copy(tmp_path), graded.examined["ada", TRIPLING]
    lab = read_course(graded.course / "solutions")[1]
    for name, first, last in (
        ("lovelaceada", None, None),
        ("Ada King", "Ada", "King"),
        ("Somebody Else", "Ada", "King"),
    ):
        record(
            gradebook, lab, replace(examined, submission=replace(examined.submission, name=name)), graded.work.settings
        )
        with Gradebook(database(gradebook)) as book:
            student = book.find_student("ada")
            assert (student.first_name, student.last_name) == (first, last)


@pytest.mark.parametrize("names", [(), ("test_triple_value", "test_triple_more")])
def test_other_cells_than_the_gradebooks_are_refused_and_nothing_is_recorded(
    graded: GradedClass, tmp_path: Path, names: tuple[str, ...]
) -> None:
    gradebook, examined = graded.copy(tmp_path), graded.examined["ada", TRIPLING]
    new = replace(examined, submission=replace(examined.submission, student="zoe"))
    odd = replace(new, verdicts=tuple(Verdict(name, "passed", 1.0, 1.0) for name in names))
    with pytest.raises(
        CourseError,
        match=r"the gradebook has the graded cells \['test_triple_value'\], the examined notebook has others",
    ):
        record(gradebook, read_course(graded.course / "solutions")[1], odd, graded.work.settings)
    with Gradebook(database(gradebook)) as book:
        assert "zoe" not in {student.id for student in book.students}


def test_masters_have_stubs_hidden_tests_and_no_marking_scheme(graded: GradedClass, tmp_path: Path) -> None:
    masters = prepare(graded.course, read_course(graded.course / "solutions"), graded.copy(tmp_path))
    assert list(masters) == [DOUBLING, TRIPLING]
    text = masters[DOUBLING].text
    assert "not written yet" in text
    assert HIDDEN_MESSAGE in text
    assert HIDDEN_SCHEME not in text
    assert "return x + x" not in text


def test_new_points_reach_a_gradebook_that_has_submissions(graded: GradedClass, tmp_path: Path) -> None:
    cells = tripling()
    find(cells, "test_triple_value").metadata["nbgrader"]["points"] = 5
    course, gradebook = make_course(tmp_path / "course", {DOUBLING: doubling(), TRIPLING: cells}), graded.copy(tmp_path)
    prepare(course, read_course(course / "solutions"), gradebook)
    with Gradebook(database(gradebook)) as book:
        assert book.find_assignment(TRIPLING).max_score == 5
