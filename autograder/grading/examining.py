"""Submissions handed to an executor, a few at a time, and what came of each as it is done.

Any `concurrent.futures.Executor` will do: bytes go to a worker and bytes come back (see `exam.jobs`). Only so many
submissions are handed over that no worker has to wait, and what came of one is let go of when it has been taken, so a
large class needs no more memory than a small one.

Each is handed over at least once, and one answer counts: another one that comes is compared with it. A worker that dies
may have died of any of the submissions that it had, so each of them is tried again with nothing beside it: one that
takes a second worker down needs a person, the others are graded.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, field

from autograder.exam.engine import PATIENCE_SECONDS, START_SECONDS
from autograder.exam.engines import NO_ANSWER, as_examined, close_engines, job_of, work
from autograder.exam.errors import LostWorkerError, NoWorkersError
from autograder.exam.jobs import AnswerError, Job
from autograder.exam.results import Examined
from autograder.exam.settings import exam_settings
from autograder.gradebook.secret import submission_seed
from autograder.grading.late_answers import LateAnswers, result_of
from autograder.grading.planning import Plan
from autograder.intake import Submission

MakeExecutor = Callable[[int], Executor]
HANDED_OVER = 2  # for each worker: the one that it examines, and the next
LOOK_SECONDS = 5.0  # between two looks whether something is overdue
DIED = "the process that examined it ended early: {}"


@dataclass
class _Open:
    """A submission that is handed over."""

    submission: Submission
    job: Job
    since: float = field(default_factory=time.monotonic)


def examine_all(plan: Plan, todo: Iterable[Submission], jobs: int, make_executor: MakeExecutor) -> Generator[Examined]:
    """Each of these submissions once, as it is done; the next is taken from `todo` when there is a place for it.

    Raises:
        NoWorkersError: nobody is left to examine the rest.
    """
    desk = Examiners(plan, jobs, make_executor)
    try:
        yield from desk.all_of(iter(todo))
    except BaseException:
        # First, or a free worker would begin the next submission with an engine of its own.
        desk.stop()
        close_engines(now=True)  # threads that wait for a worker of this process's engine stop waiting
        raise
    finally:
        desk.executor.shutdown(wait=not desk.late)


class Examiners:
    """What is handed over, and to whom.

    Args:
        tell: called, from any thread, whenever one that was handed over is done.
    """

    def __init__(
        self, plan: Plan, jobs: int, make_executor: MakeExecutor, tell: Callable[[], None] | None = None
    ) -> None:
        self.jobs, self.make_executor, self.tell = jobs, make_executor, tell
        self.use(plan)
        most = exam_settings(plan.settings).limits().all_seconds + 2 * PATIENCE_SECONDS
        self.overdue_seconds = START_SECONDS + HANDED_OVER * most
        self.handed_over: dict[Future[bytes], _Open] = {}
        self.lost: list[tuple[_Open, Exception]] = []  # with a worker; each is tried again alone
        self.late = LateAnswers()
        self.executor = make_executor(jobs)

    def all_of(self, todo: Iterator[Submission]) -> Iterator[Examined]:
        """Hand over and take in, until there is nothing left."""
        is_over = False
        while not is_over or not self.is_idle:
            while not is_over and self.has_room:
                submission = next(todo, None)
                if submission is None:
                    is_over = True
                elif submission.problem:
                    yield Examined(submission, problem=submission.problem)
                else:
                    yield from self.give(submission)
            yield from self.take()
        self.late.compare()

    def use(self, plan: Plan) -> None:
        """From now on, examine by this plan."""
        self.plan, self.hidden, self.course = plan, plan.hidden, plan.course_digest()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is handed over."""
        return not (self.handed_over or self.lost)

    @property
    def has_room(self) -> bool:
        """Whether another one may be handed over, so that no worker has to wait."""
        return not self.lost and len(self.handed_over) < HANDED_OVER * self._workers()

    def give(self, submission: Submission) -> Iterator[Examined]:
        """Hand over a submission without a problem; what comes at once is that it could not be.

        Raises:
            NoWorkersError: nobody is there to examine it.
        """
        yield from self._give(submission, self.lost)

    def take(self, seconds: float | None = None) -> Iterator[Examined]:
        """What is done: at least one unless nothing is handed over; or what is done within these seconds.

        Raises:
            NoWorkersError: nobody is left to examine the rest.
        """
        for opened, result in self._done(seconds):
            if isinstance(result, BrokenExecutor):
                self.lost.append((opened, result))
            else:
                yield _examined(opened, result)
        if self.lost and not self.handed_over:  # nothing of anybody else's is beside them
            for opened, error in self.lost:
                yield self._alone(opened, error)
            self.lost.clear()
            self._renew(self.jobs)

    def stop(self) -> None:
        """Take back what no worker has begun, and wait for nothing."""
        for future in self.handed_over:
            future.cancel()
        self.executor.shutdown(wait=False)

    def _workers(self) -> int:
        """How many work at the moment: an executor over several machines knows it better than whoever made it."""
        return int(getattr(self.executor, "workers", self.jobs))

    def _give(self, submission: Submission, lost: list[tuple[_Open, Exception]]) -> Iterator[Examined]:
        seed = submission_seed(self.plan.secret, submission)
        job = job_of(submission, self.plan.settings, seed, self.hidden, self.course)
        opened = _Open(submission, job)
        try:
            future = self.executor.submit(work, job.encode())
            self.handed_over[future] = opened
            if self.tell is not None:
                future.add_done_callback(self._is_done)
        except NoWorkersError:
            raise
        except (BrokenExecutor, RuntimeError) as error:  # a worker died so early that the executor takes no more
            lost.append((opened, error))
        except Exception as error:
            yield _examined(opened, error)

    def _is_done(self, future: Future[bytes]) -> None:
        if self.tell is not None:
            self.tell()

    def _done(self, seconds: float | None = None) -> Iterator[tuple[_Open, bytes | Exception]]:
        """What is done, at least one unless nothing is open, or within these seconds; and what is overdue: its worker
        counts as lost.
        """
        done: set[Future[bytes]] = set()
        look = LOOK_SECONDS if seconds is None else seconds
        while self.handed_over and not done:
            done = set(wait(self.handed_over, timeout=look, return_when=FIRST_COMPLETED).done)
            if not done:
                yield from self._overdue()
            self.late.compare()
            if seconds is not None:
                break
        for future in [future for future in self.handed_over if future in done]:
            yield self.handed_over.pop(future), result_of(future)

    def _overdue(self) -> Iterator[tuple[_Open, Exception]]:
        look = getattr(self.executor, "look", None)
        if look is not None:
            look()  # raises NoWorkersError
        now = time.monotonic()
        for future, opened in list(self.handed_over.items()):
            if now - opened.since > self.overdue_seconds:
                self.late.give_up(future, opened.job)
                del self.handed_over[future]
                yield opened, LostWorkerError(f"nothing came within {self.overdue_seconds:.0f} s")

    def _alone(self, opened: _Open, first: Exception) -> Examined:
        """Try it again with nothing beside it."""
        self._renew(1)
        lost: list[tuple[_Open, Exception]] = []
        for examined in self._give(opened.submission, lost):
            return examined
        for again, result in self._done():
            if not isinstance(result, BrokenExecutor):
                self.late.counted(again.job, result)
                return _examined(again, result)
            lost.append((again, result))
        [(_, second)] = lost
        reasons = " and ".join(dict.fromkeys([_in_words(first), _in_words(second)]))
        return Examined(opened.submission, problem=f"two workers were lost while they examined it: {reasons}")

    def _renew(self, jobs: int) -> None:
        """Another executor, unless this one goes on without the workers that it lost."""
        if not getattr(self.executor, "goes_on", False):
            self.executor.shutdown(wait=not self.late)
            self.executor = self.make_executor(jobs)


def _examined(opened: _Open, result: bytes | Exception) -> Examined:
    if isinstance(result, NoWorkersError):
        raise result
    if isinstance(result, AnswerError):
        return Examined(opened.submission, problem=NO_ANSWER.format(result))
    if isinstance(result, Exception):
        return Examined(opened.submission, problem=DIED.format(_in_words(result)))
    return as_examined(opened.submission, opened.job, result)


def _in_words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
