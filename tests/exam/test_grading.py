"""A class is graded: each submission ends with its rows, whatever the others do."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from rich.console import Console

from autograder.course.model import CourseError
from autograder.exam.jobs import Job
from autograder.exam.results import Examined
from autograder.gradebook.paths import DATABASE, MARKS, RECORDS
from autograder.gradebook.scores import HEADER, SCORES, Row, needs_human, read_scores
from autograder.gradebook.secret import SECRET
from autograder.grading import (
    Graded,
    examining,
    exit_code,
    grade,
    grade_with_progress,
    local_threads,
    plan,
    planning,
    running,
)
from tests.support.notebooks import (
    DOUBLING,
    RIGHT,
    TRIPLE,
    TRIPLING,
    GradedClass,
    Inline,
    answer_of,
    find,
    graded_class,
    submit,
)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> GradedClass:
    return graded_class(tmp_path_factory)


@pytest.fixture
def again(graded: GradedClass, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GradedClass:
    """The class before an instant regrade into a copy of its gradebook: what the exams said is known already."""
    monkeypatch.setattr(examining, "work", graded.known)
    return replace(graded, work=replace(graded.work, gradebook=graded.copy(tmp_path), force=True))


# What a class comes to


def test_right_answers_get_full_points(graded: GradedClass) -> None:
    full = {
        "test_double_value": "passed 2",
        "test_double_kinds": "passed 2",
        "test_halve_value": "passed 3",
        "in_words": "manual",
    }
    assert graded.outcomes("ada") == full
    assert graded.outcomes("ada", TRIPLING) == {"test_triple_value": "passed 2"}


def test_untouched_stubs_get_no_points(graded: GradedClass) -> None:
    none = {
        "test_double_value": "failed 0",
        "test_double_kinds": "failed 0",
        "test_halve_value": "failed 0",
        "in_words": "manual 0",
    }
    assert graded.outcomes("bob") == none
    assert (
        graded.of("bob")["test_halve_value"].reason
        == "NotImplementedError: not written yet: replace this line with your code"
    )


def test_partial_credit_is_kept(graded: GradedClass) -> None:
    assert graded.outcomes("carol")["test_double_kinds"] == "partial 1"
    assert graded.of("carol")["test_double_kinds"].reason == "1 of 2 points"


def test_a_syntax_error_costs_its_own_exercise_alone(graded: GradedClass) -> None:
    assert graded.outcomes("dora") == {
        **graded.outcomes("ada"),
        "test_double_value": "failed 0",
        "test_double_kinds": "failed 0",
    }


def test_an_endless_loop_costs_its_own_exercise_alone(graded: GradedClass) -> None:
    assert graded.outcomes("emil") == {**graded.outcomes("ada"), "test_halve_value": "failed 0"}
    assert graded.of("emil")["test_halve_value"].reason == "CandidateError: your code ran longer than 1 s"


def test_what_goes_to_stderr_costs_nothing(graded: GradedClass) -> None:
    assert graded.outcomes("hana") == graded.outcomes("ada")
    assert "careful" in graded.examined["hana", DOUBLING].text


def test_an_answer_that_knows_the_visible_example_fails_by_the_hidden_part(graded: GradedClass) -> None:
    assert graded.outcomes("lena")["test_double_value"] == "failed 0"


def test_an_answer_that_ends_its_process_costs_its_own_exercise_alone(graded: GradedClass) -> None:
    assert graded.outcomes("fred") == graded.outcomes("dora")
    reason = graded.of("fred")["test_double_value"].reason
    assert reason.startswith("NameError: name 'double' is not defined: its cell did not run to its end")
    cells = nbformat.reads(graded.examined["fred", DOUBLING].text, as_version=4).cells
    assert [output.ename for output in find(cells, "double").outputs] == ["CellEnded"]


def test_what_cannot_be_graded_is_one_row_without_points(graded: GradedClass) -> None:
    (row,) = graded.of("gus").values()
    assert row == Row("gus", DOUBLING, "", "", None, 0.0, "needs-human", row.reason)
    assert row.reason.startswith("doubling.ipynb cannot be read as a notebook")


def test_every_submission_has_rows_and_nobody_else(graded: GradedClass) -> None:
    handed_in = {(path.parent.parent.name, path.parent.name) for path in graded.submitted.glob("*/*/*.ipynb")}
    assert {(row.student, row.lab) for row in graded.rows} == handed_in
    assert len(graded.rows) == 9 * 4 + 2 * 1 + 1


def test_scores_csv_has_the_header_and_a_row_a_test_cell(graded: GradedClass) -> None:
    lines = (graded.gradebook / SCORES).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "student,lab,exercise,test,points,max_points,outcome,reason"
    assert lines[1:5] == [
        "ada,01_doubling,double,test_double_value,2,2,passed,",
        "ada,01_doubling,double,test_double_kinds,2,2,passed,",
        "ada,01_doubling,halve,test_halve_value,3,3,passed,",
        "ada,01_doubling,in_words,in_words,,3,manual,",
    ]
    assert sorted(read_scores(graded.gradebook), key=str) == sorted(graded.rows, key=str)


def test_exit_codes_tell_whether_a_person_is_needed(graded: GradedClass) -> None:
    came = Graded(graded.gradebook, frozenset(), (needs_human("ada", TRIPLING, "it cannot be read"),), (), 0, 0, 1)
    assert exit_code(came) == 3
    assert exit_code(replace(came, needs_review=())) == 0


# Planning


@pytest.fixture
def no_nbgrader(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused is refused before nbgrader makes a database."""
    monkeypatch.setattr(planning, "prepare", lambda *arguments: pytest.fail("it went on to make a database"))


def test_an_unknown_lab_is_refused_and_the_labs_are_named(
    graded: GradedClass, tmp_path: Path, no_nbgrader: None
) -> None:
    with pytest.raises(CourseError, match=f"--lab 1: no such lab; the labs are {DOUBLING}, {TRIPLING}"):
        plan(graded.course, graded.submitted, tmp_path, labs=["1"])


@pytest.mark.parametrize(
    ("asked", "named"), [("ada.lovelace", "ada"), ("krate", "kate"), ("..", "ada, bob, carol"), (".", "ada, bob")]
)
def test_an_unknown_student_is_refused_and_students_are_named(
    graded: GradedClass, tmp_path: Path, no_nbgrader: None, asked: str, named: str
) -> None:
    with pytest.raises(
        CourseError, match=rf"--student {asked}: nothing of theirs in .*, which has 11 students: {named}"
    ):
        plan(graded.course, graded.submitted, tmp_path, students=[asked])


def test_a_missing_folder_is_named_first(graded: GradedClass, tmp_path: Path, no_nbgrader: None) -> None:
    with pytest.raises(FileNotFoundError, match="gone: no such folder"):
        plan(graded.course, tmp_path / "gone", tmp_path, students=["ada"])


def test_scores_that_a_spreadsheet_has_spoilt_are_refused_before_grading(
    graded: GradedClass, tmp_path: Path, no_nbgrader: None
) -> None:
    (tmp_path / SCORES).write_text(";".join(HEADER) + "\n")
    with pytest.raises(CourseError, match=r"scores.csv: it should be a table separated by commas"):
        plan(graded.course, graded.submitted, tmp_path)


def test_labs_and_students_narrow_a_plan(graded: GradedClass, tmp_path: Path) -> None:
    work = plan(graded.course, graded.submitted, graded.copy(tmp_path), [TRIPLING], ["ada", "bob"])
    assert [(sent.student, sent.lab) for sent in work.submissions] == [("ada", TRIPLING)]


# Grading again


def test_grading_again_gives_the_same_rows(again: GradedClass) -> None:
    before = (again.gradebook / SCORES).read_bytes()
    grade(again.work, make_executor=lambda jobs: Inline())
    assert (again.gradebook / SCORES).read_bytes() == before


def test_grading_one_student_again_keeps_the_others_rows(again: GradedClass, monkeypatch: pytest.MonkeyPatch) -> None:
    bob, better = again.examined["bob", DOUBLING], again.examined["ada", DOUBLING]
    monkeypatch.setattr(examining, "work", lambda job: answer_of(Job.decode(job), replace(better, text=bob.text)))
    work = replace(again.work, submissions=(bob.submission,), is_whole=False)
    rows = grade(work, make_executor=lambda jobs: Inline()).rows()
    assert [row.points for row in rows] == [2, 2, 3, 0]
    kept = [row for row in again.rows if row.student != "bob"]
    assert sorted(read_scores(again.gradebook), key=str) == sorted(kept + rows, key=str)


def test_a_real_regrade_takes_what_is_in_the_folder_now(graded: GradedClass, tmp_path: Path) -> None:
    submitted = Path(shutil.copytree(graded.submitted / "gus", tmp_path / "submitted" / "gus")).parent
    submit(submitted, "gus", answers=RIGHT)
    gradebook = graded.copy(tmp_path)
    rows = grade(plan(graded.course, submitted, gradebook), 1, ThreadPoolExecutor).rows()
    assert [row.outcome for row in rows] == ["passed", "passed", "passed", "manual"]
    assert [row for row in read_scores(gradebook) if row.student == "gus"] == rows
    assert len(read_scores(gradebook)) == len(graded.rows) + 3


# Executors, workers that die, and what is ours


@pytest.mark.parametrize("make_executor", [lambda jobs: Inline(), ThreadPoolExecutor], ids=["inline", "threads"])
def test_any_executor_grades(again: GradedClass, make_executor: Callable[[int], Executor]) -> None:
    assert sorted(grade(again.work, 3, make_executor).rows(), key=str) == sorted(again.rows, key=str)


def test_the_executor_is_told_how_many_at_a_time(again: GradedClass) -> None:
    asked: list[int] = []
    grade(again.work, 3, lambda jobs: asked.append(jobs) or Inline())
    grade(again.work, 0, lambda jobs: asked.append(jobs) or Inline())
    assert asked[0] == 3
    assert asked[1] >= 1


class Fragile(Inline):
    """A pool whose worker dies of carol's notebook; from then on it is broken, as a process pool is."""

    def __init__(self, who: Callable[[bytes], tuple[str, str]], early: bool = False) -> None:
        self.broken = False
        self.who = who
        self.early = early

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.broken and self.early:
            raise BrokenExecutor("the pool takes no more")
        self.broken = self.broken or self.who(args[0]) == ("carol", DOUBLING)
        if not self.broken:
            return super().submit(function, *args, **kwargs)
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor("a worker died"))
        return future


@pytest.mark.parametrize("early", [False, True])
def test_a_worker_that_dies_costs_its_own_submission_alone(again: GradedClass, early: bool) -> None:
    rows = grade(again.work, 2, lambda jobs: Fragile(again.who, early)).rows()
    reason = "two workers were lost while they examined it: BrokenExecutor: a worker died"
    assert [row for row in rows if row.student == "carol"] == [
        Row("carol", DOUBLING, "", "", None, 0.0, "needs-human", reason)
    ]
    others = [row for row in again.rows if row.student != "carol"]
    assert sorted((row for row in rows if row.student != "carol"), key=str) == sorted(others, key=str)


def test_an_answer_that_kills_all_it_can_reach_costs_itself_alone(graded: GradedClass, tmp_path: Path) -> None:
    submitted, gradebook = tmp_path / "submitted", graded.copy(tmp_path)
    kill = "import os\nfor pid in (os.getppid(), 0, -1):\n    os.kill(pid, 9)"
    submit(submitted, "mallory", TRIPLING, {"triple": f"def triple(x):\n    return 3 * x\n{kill}"})
    submit(submitted, "zoe", TRIPLING, TRIPLE)
    rows = grade(plan(graded.course, submitted, gradebook), 1, local_threads).rows()
    assert {row.student: row.outcome for row in rows} == {"mallory": "failed", "zoe": "passed"}


def test_an_exam_that_raises_needs_a_person_and_the_others_go_on(
    again: GradedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(job: bytes) -> bytes:
        if again.who(job) == ("carol", DOUBLING):
            raise MemoryError("no more")
        return again.known(job)

    monkeypatch.setattr(examining, "work", work)
    rows = grade(again.work, 2, ThreadPoolExecutor).rows()
    assert [row.reason for row in rows if row.student == "carol"] == [
        "the process that examined it ended early: MemoryError: no more"
    ]
    assert len(rows) == len(again.rows) - 3


def test_grades_that_cannot_be_recorded_are_no_zero(again: GradedClass, monkeypatch: pytest.MonkeyPatch) -> None:
    record = running.record

    def full(gradebook: Path, lab: object, examined: Examined, settings: object, book: object) -> list[Row]:
        if examined.submission.student == "carol":
            raise OSError(28, "No space left on device")
        return record(gradebook, lab, examined, settings, book)

    monkeypatch.setattr(running, "record", full)
    rows = grade(again.work, 1, lambda jobs: Inline()).rows()
    reason = "its grades could not be recorded: OSError: [Errno 28] No space left on device"
    assert [row for row in rows if row.student == "carol"] == [
        Row("carol", DOUBLING, "", "", None, 0.0, "needs-human", reason)
    ]
    assert len(rows) == len(again.rows) - 3


def test_what_was_graded_before_a_stop_is_in_scores_csv(again: GradedClass) -> None:
    (again.gradebook / SCORES).unlink()
    seen: list[list[Row]] = []

    def stop_at_the_third(rows: list[Row]) -> None:
        seen.append(rows)
        if len(seen) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade(again.work, 1, lambda jobs: Inline(), stop_at_the_third)
    assert sorted(read_scores(again.gradebook), key=str) == sorted((row for rows in seen for row in rows), key=str)


class Waiting(Inline):
    """An executor as Dask's: it knows no `cancel_futures`. Only the first of what it is given is done."""

    def __init__(self) -> None:
        self.given: list[Future[Any]] = []
        self.shut_down: list[bool] = []

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future() if self.given else super().submit(function, *args, **kwargs)
        self.given.append(future)
        return future

    def shutdown(self, wait: bool = True) -> None:  # type: ignore[override]  # as Dask's
        self.shut_down.append(wait)


def test_a_stop_cancels_what_was_handed_over_and_waits_for_none_of_it(again: GradedClass) -> None:
    executor = Waiting()

    def stop(rows: list[Row]) -> None:
        if rows[0].outcome != "needs-human":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade(again.work, 1, lambda jobs: executor, stop)
    assert executor.shut_down[0] is False
    assert [future.cancelled() for future in executor.given] == [False, True]


def test_no_more_is_handed_over_than_keeps_the_workers_busy(
    again: GradedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_now: list[int] = []

    class Lasting(Executor):
        def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.result_later = function(*args, **kwargs)  # type: ignore[attr-defined]  # ours, for `done_one`
            return future

    def done_one(handed_over: dict[Future[Any], object], timeout: float, return_when: str) -> object:
        open_now.append(len(handed_over))
        first = next(iter(handed_over))
        first.set_result(first.result_later)  # type: ignore[attr-defined]  # as above
        return wait(handed_over, return_when=return_when)

    monkeypatch.setattr(examining, "wait", done_one)
    assert sorted(grade(again.work, 2, lambda jobs: Lasting()).rows(), key=str) == sorted(again.rows, key=str)
    assert open_now == [4] * (len(again.examined) - 3) + [3, 2, 1]


def test_progress_shows_how_many_are_done_and_the_tally(again: GradedClass) -> None:
    console = Console(record=True, width=200, force_terminal=True, file=io.StringIO())
    rows = grade_with_progress(again.work, 1, console, lambda jobs: Inline()).rows()
    *_, last, summary = console.export_text().rstrip().split("\n")
    assert len(rows) == len(again.rows)
    assert " 12/12 " in last
    assert last.rstrip().endswith("cells: 16 passed, 1 partial, 12 failed, 9 manual; 1 submission needs review")
    assert summary == "submissions: 11 run, 0 kept from the last run, 1 not run (needs review)"


def test_nothing_but_the_gradebook_folder_is_written(graded: GradedClass) -> None:
    assert {path.name for path in graded.gradebook.iterdir()} == {
        "autograded",
        DATABASE,
        MARKS,
        RECORDS,
        SCORES,
        SECRET,
    }
