"""One submission's candidate as the examiner sees it.

Every answer has a time limit. When the process ends, only the cell or the call that ended it is lost.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from dataclasses import dataclass
from typing import Any

from autograder.course.subject import Subject
from autograder.exam.errors import CandidateError, GraderError
from autograder.exam.examiner.alarms import GRACE_SECONDS
from autograder.exam.examiner.calls import RemoteCalls
from autograder.exam.examiner.processes import children, count_descendants
from autograder.exam.examiner.spawner import SpawnerClient
from autograder.exam.examiner.timing import TimeLeft
from autograder.exam.limits import Limits
from autograder.exam.results import Cause
from autograder.exam.wire import messages

# Slower cells are not replayed in the existing fork: a fresh fork is cheaper.
QUICK_CPU, QUICK_SECONDS = 0.05, 1.0
MOST_DEATHS = 20
MOST_TRIES = 3
ENDING_SECONDS = 10.0  # for a candidate to end the processes that it has started


@dataclass(frozen=True)
class Ran:
    """What came of one of the student's cells.

    Attributes:
        cause: why it did not come to its end, None if it did.
        left_behind: how many processes that it and earlier cells had left behind were ended.
        survived: whether what it had defined is there.
    """

    outputs: list[Any]
    cause: Cause | None = None
    left_behind: int = 0
    survived: bool = False


class CandidateSession:
    """One submission's candidate. When its process ends, a new one replays the cells that ran to their end.

    `answering_fork` is the connection to the fork that answers the calls of test cells. The fork serves one test cell
    after another and also runs the student's quick cells, so that its state is that of a single kernel. A test cell
    that fails there is tried again in a fork that has answered no call. `lost` says why the running test cell has lost
    its fork, `stopped` how many of the cells to replay had to be interrupted.
    """

    def __init__(self, spawner: SpawnerClient, limits: Limits, subject: Subject) -> None:
        self.spawner, self.limits, self.subject = spawner, limits, subject
        self.codec = subject.asking()
        self.sock: socket.socket | None = None
        self.answering_fork: socket.socket | None = None
        self.pid = 0
        self.replay: list[dict[str, Any]] = []
        self.deaths = 0
        self.stopped = 0
        self.time = TimeLeft(limits)
        self.lost: Cause | None = None
        self.opening: dict[str, int] = {}

    def run_shown(self, message: dict[str, Any]) -> Ran | None:
        """Run a cell on which nobody's points depend. Its time is none of the submission's; None when such cells have
        used up what they have together.
        """
        if self.time.exploration <= 0:
            return None
        with self.time.exploring():
            return self.run(message, min(self.limits.cell_seconds, self.time.exploration))

    def run(self, message: dict[str, Any], seconds: float | None = None) -> Ran:
        """Run one of the student's cells. One that runs into its time limit is interrupted, as a kernel would be: what
        it has defined by then stays. One that does not heed that is killed.

        Args:
            seconds: the time limit, if it is not that of all cells.
        """
        seconds = self.limits.cell_seconds if seconds is None else seconds
        try:
            sock = self._ready()
            start = time.monotonic()
            self.time.start_cell(seconds)
            answer, is_stopped = self._answer_to(sock, message, self.time.of_cell(seconds))
            left_behind = self._end_others(sock)
        except messages.WireError as error:
            self._kill()
            return Ran([], self._cause(error, seconds))
        cause = Cause("timed_out", self._too_long(seconds)) if is_stopped else None
        if left_behind is None:
            self._kill()
            return Ran([], cause or Cause("died", "your code left processes running that cannot be ended"))
        self.replay.append(message)
        self.stopped += is_stopped
        cpu = answer.get("cpu")
        if not isinstance(cpu, float) or not cpu < QUICK_CPU or time.monotonic() - start > QUICK_SECONDS:
            self.leave_answering_fork()
        elif self.answering_fork is not None:
            try:
                messages.send(self.answering_fork, message, [], GRACE_SECONDS)
            except messages.WireError:
                self._end_answering_fork()
        outputs = answer.get("outputs")
        return Ran(outputs if isinstance(outputs, list) else [], cause, left_behind, survived=True)

    def start_test(self, seed: int) -> RemoteCalls:
        """The calls of one test cell, answered by the fork that served the last one, or by a fresh one."""
        if self.sock is None and self.stopped:
            with contextlib.suppress(messages.WireError, GraderError):  # the first call will meet it again
                self._ready()  # now: what runs into its limit again is not to use up this cell's time
        self.time.start_cell(self.limits.cell_seconds)
        self.lost = None
        self.opening = {"begin": seed}
        return RemoteCalls(self, self.codec, self.subject)

    def one_call(self, *, trains: bool) -> contextlib.AbstractContextManager[None]:
        """A block whose messages have the time of one call, or of one that trains."""
        return self.time.one_call(trains=trains)

    def ask(self, message: dict[str, Any], blobs: messages.Blobs) -> tuple[dict[str, Any], memoryview]:
        """Send a message of the running test cell, in a block of `one_call`, and return the answer.

        Raises:
            CandidateError: there is none in time.
        """
        if self.lost is not None:
            raise CandidateError(self.lost.kind, self.lost.detail)
        first_message = {**message, **self.opening}
        self.opening = {}
        try:
            if self.answering_fork is None:
                self.answering_fork = self._open_answering_fork()
            messages.send(self.answering_fork, first_message, blobs, self.time.of_call())
            return messages.receive(self.answering_fork, self.time.of_call())
        except messages.WireError as error:
            self.lost = self._cause(error, self.time.call_seconds)
            self._end_answering_fork()
            raise CandidateError(self.lost.kind, self.lost.detail) from error

    def give_up(self, cause: Cause) -> None:
        """End the fork that serves test cells, in the middle of a call; the running test cell gets no more answers."""
        self.lost = self.lost or cause
        self._end_answering_fork()

    def leave_answering_fork(self) -> None:
        """Close the connection to the fork that serves test cells: it ends, and the next test cell gets a fresh one."""
        if self.answering_fork is not None:
            self.answering_fork.close()
            self.answering_fork = None

    def close(self) -> None:
        """End the candidate."""
        self.leave_answering_fork()
        if self.sock is not None:
            self.sock.close()

    def seconds_left(self) -> float:
        """How long the running cell may still take."""
        return max(0.0, self.time.cell_end - time.monotonic())

    def _ready(self) -> socket.socket:
        while self.sock is None:
            if self.deaths > MOST_DEATHS or self.time.is_up():
                raise messages.WireClosedError("the submission used up its time")
            self.sock, self.pid = self.spawner.spawn()
            for message in list(self.replay):
                try:
                    self._answer_to(self.sock, message, self.time.of_submission(self.limits.cell_seconds))
                    if self._end_others(self.sock) is None:
                        raise messages.WireClosedError("processes that cannot be ended")
                except messages.WireError:
                    self.replay.remove(message)
                    self._kill()
                    break
        return self.sock

    def _answer_to(self, sock: socket.socket, message: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bool]:
        """What the candidate says when a cell has come to its end, and whether it had to be stopped."""
        messages.send(sock, message, [], seconds)
        is_stopped = not messages.comes(sock, seconds)
        if is_stopped:
            if self.time.is_up():
                raise messages.WireTimeoutError("the submission used up its time")
            with contextlib.suppress(OSError):
                os.kill(self.pid, signal.SIGINT)
        answer, _ = messages.receive(sock, GRACE_SECONDS)
        return answer, is_stopped

    def _end_others(self, sock: socket.socket) -> int | None:
        """End the processes that cells have left behind, where there are so many that later cells would lack them.

        Returns:
            How many there were, 0 where they may stay; None if they cannot be ended.
        """
        most = self.limits.processes // 2
        found = count_descendants(self.pid, self.limits.processes)
        if found <= most:
            return 0
        self.leave_answering_fork()
        for _ in range(MOST_TRIES):
            messages.send(sock, {"op": "end_others"}, [], GRACE_SECONDS)
            messages.receive(sock, ENDING_SECONDS)
            if count_descendants(self.pid, most) <= most:
                return found
        return None

    def _open_answering_fork(self) -> socket.socket:
        if self.sock is not None and not messages.is_silent(self.sock):  # a call killed the fork's parent, too
            self._kill()
        sock = self._ready()
        messages.send(sock, {"op": "fork"}, [], self.time.of_cell(self.limits.call_seconds))
        our_end, their_end = socket.socketpair()
        with their_end:
            messages.send_end(sock, their_end)
        return our_end

    def _cause(self, error: messages.WireError, seconds: float) -> Cause:
        if self.time.is_up():
            return Cause("timed_out", f"the submission ran longer than {self.limits.submission_seconds:g} s")
        if isinstance(error, messages.WireTimeoutError):
            return Cause("timed_out", self._too_long(seconds))
        if isinstance(error, messages.WireClosedError):
            return Cause("died", "your code ended the process")
        return Cause("forged", f"your code sent what is no answer: {error}")

    @staticmethod
    def _too_long(seconds: float) -> str:
        return f"your code ran longer than {seconds:g} s"

    def _end_answering_fork(self) -> None:
        """Kill the fork that did not answer as it should; its parent lives on."""
        self.leave_answering_fork()
        with contextlib.suppress(OSError):
            for child in children(self.pid):
                os.kill(child, signal.SIGKILL)

    def _kill(self) -> None:
        self.leave_answering_fork()
        if self.sock is not None:
            self.sock.close()
            self.sock = None
            self.deaths += 1
            with contextlib.suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)
            self.spawner.sweep()
