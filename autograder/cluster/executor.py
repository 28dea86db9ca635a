"""Dask as a `concurrent.futures.Executor`: a job in bytes goes in, an answer in bytes comes out."""

from __future__ import annotations

import json
import threading
import time
import uuid
from asyncio import CancelledError as AsyncCancelledError
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import asdict
from pathlib import Path
from typing import Any

from distributed import Client
from distributed import Future as DaskFuture
from distributed.scheduler import KilledWorker
from traitlets.config import Config

from autograder.cluster.desks import Desks, state
from autograder.course.config import subject_name
from autograder.course.subject import load_subject
from autograder.exam.errors import LostWorkerError, NoWorkersError
from autograder.exam.jobs import ESCAPED, ROOM, AnswerError
from autograder.exam.limits import MOST_CELLS_OUTPUT
from autograder.exam.prints import engine_print
from autograder.exam.settings import exam_settings
from autograder.text import counted

Tell = Callable[[str], None]
WORKERS_SECONDS = 60.0  # how long nobody may be there to examine
REFUSED_SECONDS = 15.0  # the same, while one is there that is refused
FRESH_SECONDS = 2.0  # how old what is known of the workers may be


def order_of(settings: Config, hidden: tuple[Path, ...]) -> bytes:
    """What `desks.Desks` has to know, as JSON."""
    exam, subject = exam_settings(settings), subject_name(settings)
    order = {
        "print": engine_print(load_subject(subject)),
        "subject": subject,
        "sandbox": exam.sandbox,
        "limits": asdict(exam.limits()),
        "hidden": sorted(map(str, hidden)),
    }
    return json.dumps(order, sort_keys=True).encode()


class ClusterExecutor(Executor):
    """Hands jobs to the desks of all workers that have the grader's own engine.

    A job's result is fetched and let go of as soon as it is there. Each job has a key of its own, so that nothing is
    taken for what was computed before.
    """

    goes_on = True  # a worker that is lost does not end it

    def __init__(self, client: Client, order: bytes, tell: Tell) -> None:
        """`tell` is told which workers are refused, and why.

        Raises:
            NoWorkersError: no worker can be used.
        """
        self.client, self.order, self.tell = client, order, tell
        self.plugin = Desks(order)
        self.longest_output = MOST_CELLS_OUTPUT * json.loads(order)["limits"]["output"]
        self.open: dict[Future[bytes], DaskFuture[Any]] = {}
        self.lock = threading.Lock()
        self.known: dict[str, dict[str, Any]] = {}  # by address, what usable workers and refused ones said
        self.is_cut_off, self.looked, self.seen = False, 0.0, 0.0
        self._prepare()

    @property
    def workers(self) -> int:
        """How many desks there are at the moment; at least 1."""
        self._look_around()
        return max(1, self._desks())

    def in_words(self) -> str:
        """Who examines, and in which sandbox."""
        used = sum(not one["refused"] for one in self.known.values())
        at_a_time = f"{counted(self._desks(), 'submission')} at a time"
        return f"{counted(used, 'worker')}, {at_a_time}; sandbox: {self.sandboxes}"

    @property
    def sandboxes(self) -> str:
        """In which sandboxes student code runs."""
        return ", ".join(sorted({one["sandbox"] for one in self.known.values() if not one["refused"]}))

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand over `function(job)`, which is `exam.engines.work`.

        Raises:
            NoWorkersError: there is nobody any more to hand it to.
        """
        [job] = args
        self._look_around()
        given: Future[bytes] = Future()
        there = self.client.submit(
            function,
            job,
            key=f"{self.plugin.name}-{uuid.uuid4().hex}",
            pure=False,
            resources={self.plugin.name: 1},
            retries=0,
        )
        with self.lock:
            self.open[given] = there
        longest = ESCAPED * (len(job) + self.longest_output) + ROOM
        there.add_done_callback(lambda done: self._take(given, done, longest))
        return given

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take back what is not done. What a worker has begun goes on there, and nobody waits for it."""
        with self.lock:
            there = list(self.open.values())
            self.open.clear()
        if self.client.status != "running":
            return
        if there:
            self.client.cancel(there, force=True)

    def close(self) -> None:
        """Have the workers end their engines."""
        self.shutdown()
        if self.client.status == "running":
            self.client.unregister_worker_plugin(self.plugin.name)

    def look(self) -> None:
        """Raises NoWorkersError when nobody has been there to examine for a while."""
        self._look_around()

    def _take(self, given: Future[bytes], there: DaskFuture[Any], longest: int) -> None:
        """Fetch what is done; in Dask's own thread."""
        with self.lock:
            is_asked_for = self.open.pop(given, None) is not None
        if not (is_asked_for and given.set_running_or_notify_cancel()):
            return
        try:
            if there.status == "finished":
                [size] = self.client.nbytes(keys=[there.key], summary=False).values()
                if size > longest:
                    raise AnswerError(f"it is {size / 2**20:.0f} MiB long")  # and stays where it is
            given.set_result(there.result())
        except KilledWorker as error:
            given.set_exception(LostWorkerError(f"worker {error.last_worker.name} ({error.last_worker.address}) died"))
        except AnswerError as error:
            given.set_exception(error)
        except (CancelledError, AsyncCancelledError, OSError, ValueError, KeyError) as error:
            self.is_cut_off |= self.client.status != "running" or isinstance(
                error, CancelledError | AsyncCancelledError
            )
            given.set_exception(LostWorkerError(f"the connection to the cluster was lost ({type(error).__name__})"))
        except Exception as error:
            given.set_exception(error)
        finally:
            there.release()

    def _prepare(self) -> None:
        """Have each worker open its desks.

        Raises:
            NoWorkersError: none can be used.
        """
        address = self.client.scheduler.address if self.client.scheduler is not None else "?"

        def one_death_is_enough(dask_scheduler: Any) -> None:
            # A nested function goes as code, so that the scheduler's machine does not need this package. Dask would try
            # a submission that kills its worker on four of them.
            dask_scheduler.allowed_failures = 0

        try:
            self.client.run_on_scheduler(one_death_is_enough)
            self.client.register_plugin(self.plugin, name=self.plugin.name)
        except (OSError, CancelledError) as error:
            raise NoWorkersError(f"the scheduler {address} does not answer: {error}") from error
        except Exception:  # a worker that cannot even have the plugin: `_ask` finds out which one
            pass
        start = time.monotonic()
        while True:
            self._ask()
            if self._desks():
                break
            refused = [self._refusal(address) for address, one in self.known.items() if one["refused"]]
            if time.monotonic() > start + (REFUSED_SECONDS if refused else WORKERS_SECONDS):
                raise NoWorkersError("\n".join(["no worker can be used", *(refused or ["there is none"])]))
            time.sleep(0.2)  # between two looks: Dask tells nobody that a plugin is ready
        self.seen = time.monotonic()

    def _look_around(self) -> None:
        """See who came and who went.

        Raises:
            NoWorkersError: the scheduler or all workers have been gone for too long.
        """
        now = time.monotonic()
        if self.is_cut_off or self.client.status != "running":
            self._reconnect()
        elif now - self.looked > FRESH_SECONDS:
            self._ask()
            self.looked = now
        if self._desks():
            self.seen = now
        elif now - self.seen > WORKERS_SECONDS:
            raise NoWorkersError(f"all workers have been gone for {WORKERS_SECONDS:.0f} s")

    def _reconnect(self) -> None:
        end = time.monotonic() + WORKERS_SECONDS
        while self.client.status != "running":
            if self.client.status == "closed" or time.monotonic() > end:
                raise NoWorkersError("the scheduler is gone")
            time.sleep(0.2)  # between two looks: Dask tells nobody that it is connected again
        self.known.clear()
        self._prepare()
        self.is_cut_off = False

    def _ask(self) -> None:
        """Ask workers that are new; name those that are refused."""
        try:
            present = self.client.scheduler_info()["workers"]
            self.known = {address: one for address, one in self.known.items() if address in present}
            new = [address for address in present if address not in self.known]
            answers = self.client.run(state, self.plugin.name, workers=new, on_error="return") if new else {}
        except (OSError, CancelledError, RuntimeError):
            self.is_cut_off = self.client.status != "running"
            return
        for address, answer in answers.items():
            name = str(present[address]["name"])
            if isinstance(answer, OSError):
                continue  # it has just gone
            if isinstance(answer, Exception):
                one = {"refused": f"it has no such engine ({answer})", "name": name, "is_ready": True, "desks": 0}
            else:
                one = {**json.loads(answer), "desks": present[address]["nthreads"]}
            if one["is_ready"]:
                self.known[address] = one
                if one["refused"]:
                    self.tell(self._refusal(address))

    def _refusal(self, address: str) -> str:
        one = self.known[address]
        return f"worker {one['name']} ({address}) is refused: {one['refused']}"

    def _desks(self) -> int:
        return sum(one["desks"] for one in self.known.values() if not one["refused"])
