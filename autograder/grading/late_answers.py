"""Answers of workers that were given up: one that comes after all is compared with the answer that counted."""

from __future__ import annotations

import logging
from concurrent.futures import Future

from autograder.exam.jobs import AnswerError, Job, difference, read_answer

log = logging.getLogger(__name__)


class LateAnswers:
    """What was given up, each with its job and, once there is one, the answer that counted."""

    def __init__(self) -> None:
        self.awaited: dict[Future[bytes], tuple[Job, bytes | None]] = {}

    def __bool__(self) -> bool:
        return bool(self.awaited)

    def give_up(self, future: Future[bytes], job: Job) -> None:
        """Wait no longer for this one."""
        self.awaited[future] = job, None

    def counted(self, job: Job, answer: bytes | Exception) -> None:
        """Keep this answer for as long as an earlier worker may still send another one."""
        if isinstance(answer, bytes):
            for future, (given_up, _) in self.awaited.items():
                if given_up.key == job.key:
                    self.awaited[future] = job, answer

    def compare(self) -> None:
        """Report what came after all and differs from what counted."""
        for future, (job, counted) in list(self.awaited.items()):
            if counted is None or not future.done():
                continue
            del self.awaited[future]
            result = result_of(future)
            if not isinstance(result, bytes):
                continue
            try:
                differs = difference(read_answer(counted, job), read_answer(result, job))
            except AnswerError as error:
                differs = str(error)
            if differs:
                log.warning("%s: two workers examined one submission, and differ: %s", job.lab, differs)


def result_of(future: Future[bytes]) -> bytes | Exception:
    """What came of one that is done: the answer, or what was raised in its place."""
    try:
        return future.result()
    except Exception as error:
        return error
