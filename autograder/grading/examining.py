"""Submissions handed to an executor, a few at a time, and what came of each as it is done.

Any `concurrent.futures.Executor` will do. Only so many submissions are handed over that no worker has to wait, and
what came of one is let go of when it has been taken, so a large class needs no more memory than a small one.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from itertools import chain

from autograder.exam.engines import close_engines, examine
from autograder.exam.results import Examined
from autograder.gradebook.secret import submission_seed
from autograder.grading.planning import Plan
from autograder.intake import Submission

MakeExecutor = Callable[[int], Executor]
HANDED_OVER = 2  # for each worker: the one that it examines, and the next


def examine_all(work: Plan, todo: Iterable[Submission], jobs: int, make_executor: MakeExecutor) -> Generator[Examined]:
    """Each of these submissions once, as it is done; they are taken only as there is a place for them. When a worker
    dies, the submissions that were handed over are tried again, one at a time, and the others go on with new workers.
    """
    waiting = iter(todo)
    while (first := next(waiting, None)) is not None:
        lost: list[Submission] = []
        for submission, result in _run(chain([first], waiting), work, jobs, make_executor):
            if isinstance(result, BrokenExecutor):
                lost.append(submission)
            else:
                yield _as_examined(submission, result)
        for lost_one in lost:
            for submission, result in _run(iter([lost_one]), work, 1, make_executor):
                yield _as_examined(submission, result)


def _run(
    waiting: Iterator[Submission], work: Plan, jobs: int, make_executor: MakeExecutor
) -> Generator[tuple[Submission, Examined | Exception]]:
    """Take submissions from `waiting` until there are none or a worker dies: each with what its exam gave, as it is
    done, or with what was raised.
    """
    executor = make_executor(jobs)
    handed_over: dict[Future[Examined], Submission] = {}
    hidden, is_over = work.hidden, False  # over, too, when a worker died
    try:
        while handed_over or not is_over:
            while not is_over and len(handed_over) < HANDED_OVER * jobs:
                submission = next(waiting, None)
                if submission is None:
                    is_over = True
                    break
                if submission.problem:
                    yield submission, Examined(submission, problem=submission.problem)
                    continue
                seed = submission_seed(work.secret, submission)
                try:
                    handed_over[executor.submit(examine, submission, work.settings, seed, hidden)] = submission
                except Exception as error:  # a worker died so early that the executor takes no more
                    is_over = True
                    yield submission, error
            for future in wait(handed_over, return_when=FIRST_COMPLETED).done:
                submission, result = handed_over.pop(future), _result(future)
                is_over |= isinstance(result, BrokenExecutor)
                yield submission, result
    except BaseException:
        # First, or a free worker would begin the next submission with an engine of its own.
        for future in handed_over:
            future.cancel()
        executor.shutdown(wait=False)
        close_engines(now=True)  # threads that wait for a worker of this process's engine stop waiting
        raise
    finally:
        executor.shutdown()


def _result(future: Future[Examined]) -> Examined | Exception:
    try:
        return future.result()
    except Exception as error:
        return error


def _as_examined(submission: Submission, result: Examined | Exception) -> Examined:
    if isinstance(result, Examined):
        return result
    return Examined(submission, problem=f"the process that examined it ended early: {type(result).__name__}: {result}")
