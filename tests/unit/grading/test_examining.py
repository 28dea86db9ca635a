"""Each submission is handed over when there is a place for it, and a worker that dies costs nobody else anything."""

from __future__ import annotations

import json
import logging
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.exam.errors import LostWorkerError, NoWorkersError
from autograder.exam.jobs import Job
from autograder.exam.results import Examined
from autograder.gradebook.secret import submission_seed
from autograder.grading import Plan, examining, plan
from autograder.grading.examining import examine_all
from autograder.intake import Submission
from tests.support.notebooks import DOUBLING, Inline
from tests.support.quick import QuickClass, no_exam

STUDENTS = ("ada", "bo", "carol", "dan", "eve")


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    school = QuickClass(tmp_path_factory.mktemp("school"))
    for student in STUDENTS:
        school.submit(student)
    return plan(school.course, school.submitted, school.gradebook)


@pytest.fixture
def work(planned: Plan, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """Five submissions, examined without an exam."""
    no_exam(monkeypatch)
    return planned


def who(work: Plan, data: bytes) -> str:
    seed = Job.decode(data).seed
    return next(student for student in STUDENTS if submission_seed(work.secret, Submission(student, DOUBLING)) == seed)


def outcomes(all_examined: Iterator[Examined]) -> dict[str, str]:
    """By student the problem, "" where there is none; each comes once."""
    found = [(examined.submission.student, examined.problem) for examined in all_examined]
    assert len(found) == len(dict(found))
    return dict(found)


class Deadly(Executor):
    """As a cluster: each submission of `deadly` takes its worker down, with what stands in that worker's queue."""

    goes_on = True

    def __init__(self, work: Plan, deadly: dict[str, int], together: int) -> None:
        self.work, self.deadly, self.together = work, deadly, together
        self.queue: list[tuple[Future[Any], Any, bytes]] = []
        self.given: Counter[str] = Counter()
        self.alone: list[str] = []

    workers = 1

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.queue.append((future, function, args[0]))
        self.given[who(self.work, args[0])] += 1
        return future

    def go_on(self) -> None:
        """The worker takes what is in its queue."""
        taken, self.queue = self.queue[: self.together], self.queue[self.together :]
        students = [who(self.work, data) for _, _, data in taken]
        if len(taken) == 1:
            self.alone += students
        killer = next((student for student in students if self.deadly.get(student, 0)), None)
        if killer is not None:
            self.deadly[killer] -= 1
        for future, function, data in taken:
            if killer is not None:
                future.set_exception(LostWorkerError(f"worker one died of {killer}"))
            else:
                future.set_result(function(data))


@pytest.fixture
def deadly(work: Plan, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Deadly]:
    """An executor that goes on whenever somebody waits for it."""

    def made(deaths: dict[str, int], together: int = 2) -> Deadly:
        executor, wait = Deadly(work, deaths, together), examining.wait

        def go_on_and_wait(futures: Any, **options: Any) -> Any:
            executor.go_on()
            return wait(futures, **options)

        monkeypatch.setattr(examining, "wait", go_on_and_wait)
        return executor

    return made


def test_what_stood_in_the_queue_of_a_worker_that_died_is_graded(work: Plan, deadly: Callable[..., Deadly]) -> None:
    executor = deadly({"carol": 2})
    found = outcomes(examine_all(work, work.submissions, 1, lambda jobs: executor))
    assert {student for student, problem in found.items() if problem} == {"carol"}
    assert found["carol"] == ("two workers were lost while they examined it: LostWorkerError: worker one died of carol")
    assert executor.given == {**dict.fromkeys(STUDENTS, 1), "carol": 2, "dan": 2}
    assert executor.alone[:2] == ["carol", "dan"]


def test_a_submission_whose_worker_died_once_is_graded(work: Plan, deadly: Callable[..., Deadly]) -> None:
    executor = deadly({"bo": 1})
    assert set(outcomes(examine_all(work, work.submissions, 1, lambda jobs: executor)).values()) == {""}
    assert executor.given["bo"] == 2


def test_only_a_pool_that_broke_is_made_anew(work: Plan, deadly: Callable[..., Deadly]) -> None:
    made: list[int] = []
    executor = deadly({"carol": 2})

    def make(jobs: int) -> Executor:
        made.append(jobs)
        return executor

    outcomes(examine_all(work, work.submissions, 3, make))
    assert made == [3]


def test_submissions_are_taken_one_by_one_as_there_are_places(work: Plan) -> None:
    taken: list[str] = []

    def todo() -> Iterator[Submission]:
        for submission in work.submissions:
            taken.append(submission.student)
            yield submission

    all_examined = examine_all(work, todo(), 1, lambda jobs: Inline())
    next(all_examined)
    assert len(taken) == 2
    assert len(list(all_examined)) == len(STUDENTS) - 1


def test_who_cannot_be_graded_is_handed_to_nobody(work: Plan) -> None:
    class Nobody(Executor):
        def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            pytest.fail("it was handed over")

    todo = [Submission("ada", DOUBLING, problem="no notebook")]
    assert outcomes(examine_all(work, todo, 1, lambda jobs: Nobody())) == {"ada": "no notebook"}


def test_where_no_worker_is_left_the_run_ends_and_nobody_is_blamed(work: Plan) -> None:
    class Gone(Inline):
        def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            if who(work, args[0]) != "ada":
                raise NoWorkersError("the scheduler is gone")
            return super().submit(function, *args, **kwargs)

    all_examined, found = examine_all(work, work.submissions, 1, lambda jobs: Gone()), []
    with pytest.raises(NoWorkersError, match="the scheduler is gone"):
        for examined in all_examined:
            found.append(examined.problem)
    assert found in ([], [""])


class Late(Inline):
    """The first answer of ada's comes only after the second."""

    def __init__(self, work: Plan, change: dict[str, Any]) -> None:
        self.work, self.change = work, change
        self.first: Future[Any] | None = None
        self.shut_down: list[bool] = []

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if who(self.work, args[0]) != "ada":
            return super().submit(function, *args, **kwargs)
        if self.first is None:
            self.first = Future()
            return self.first
        answer = json.loads(function(*args))
        if self.change:
            answer["verdicts"][0].update(self.change)
        self.first.set_result(json.dumps(answer).encode())
        return super().submit(function, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.shut_down.append(wait)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, []),
        (
            {"outcome": "failed", "points": 0.0},
            [f"{DOUBLING}: two workers examined one submission, and differ: test_double_value passed, then failed"],
        ),
        (
            {"test": "another"},
            [
                f"{DOUBLING}: two workers examined one submission, and differ: "
                "its verdicts are on other cells than the job's"
            ],
        ),
    ],
    ids=["the same", "another verdict", "no answer"],
)
def test_a_worker_that_does_not_answer_is_given_up_and_compared_when_it_does(
    work: Plan,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    change: dict[str, Any],
    said: list[str],
) -> None:
    monkeypatch.setattr(examining, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(examining, "START_SECONDS", -1e6)
    executor = Late(work, change)
    with caplog.at_level(logging.WARNING):
        found = outcomes(examine_all(work, work.submissions, 1, lambda jobs: executor))
    assert set(found.values()) == {""}
    assert [record.getMessage() for record in caplog.records] == said


def test_what_no_executor_could_take_is_tried_with_another_one(work: Plan) -> None:
    class Broken(Inline):
        def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            raise BrokenExecutor("all processes ended")

    executors = iter([Broken()])
    found = outcomes(examine_all(work, work.submissions, 1, lambda jobs: next(executors, Inline())))
    assert set(found.values()) == {""}


def test_the_courses_digest_is_of_its_notebooks_and_of_nothing_else(work: Plan, tmp_path: Path) -> None:
    course = Path(shutil.copytree(work.course, tmp_path / "course"))
    before = work.course_digest()
    (course / "solutions" / DOUBLING / "notes.txt").write_text("x", encoding="utf-8")
    assert replace(work, course=course).course_digest() == before
    with (course / "solutions" / DOUBLING / "doubling.ipynb").open("a", encoding="utf-8") as notebook:
        notebook.write("\n")
    assert replace(work, course=course).course_digest() != before


def test_what_is_hidden_is_told_to_the_worker(work: Plan) -> None:
    jobs: list[Job] = []

    class Listening(Inline):
        def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            jobs.append(Job.decode(args[0]))
            return super().submit(function, *args, **kwargs)

    list(examine_all(work, work.submissions, 1, lambda jobs: Listening()))
    assert {str(work.course.resolve()) in job.hidden for job in jobs} == {True}
