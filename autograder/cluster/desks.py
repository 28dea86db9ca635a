"""What runs on a worker: as many desks as it has threads, at each of which one submission at a time is examined."""

from __future__ import annotations

import asyncio
import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

from distributed.diagnostics.plugin import WorkerPlugin

from autograder.course.subject import load_subject
from autograder.exam.engines import close_engine, hide_too, settled, warm
from autograder.exam.limits import Limits
from autograder.exam.prints import engine_print, fresh_print

CHANGED = "its code has changed since it was started: start it again"
OTHER_ENGINE = "it has other code than the grader, or other versions of Python or of the course's libraries"


def plugin_name(order: bytes) -> str:
    """The same for the same course, limits and engine: a run that was killed and its successor share a plugin."""
    return f"autograder-{hashlib.sha256(order).hexdigest()[:24]}"


class Desks(WorkerPlugin):
    """Settles the sandbox of a worker, starts its engine before the first job comes, and ends it after the last.

    It offers the worker's desks as a resource by the plugin's name, and none where the worker cannot be used: so no job
    goes to it. `refused` says why.
    """

    def __init__(self, order: bytes) -> None:
        """`order` is JSON: print, subject, sandbox, limits, hidden."""
        self.order, self.name = order, plugin_name(order)
        self.refused, self.sandbox = "", ""

    async def setup(self, worker: Any) -> None:
        """In the worker's process, when it or the plugin is new there."""
        try:
            self.sandbox = await asyncio.to_thread(self._open, worker)
        except Exception as error:  # whatever it is, this worker cannot be used, and the others can
            self.refused = str(error) or type(error).__name__
        await worker.set_resources(**{self.name: 0 if self.refused else worker.state.nthreads})

    async def teardown(self, worker: Any) -> None:
        """When no more jobs come."""
        order = json.loads(self.order)
        await asyncio.to_thread(close_engine, Limits(**order["limits"]), order["hidden"], order["subject"])

    def _open(self, worker: Any) -> str:
        order = json.loads(self.order)
        hide_too(own_paths(worker))
        subject = load_subject(order["subject"])
        if engine_print(subject) != order["print"]:
            raise ValueError(OTHER_ENGINE)
        if fresh_print(subject) != order["print"]:  # an engine that starts now would be of this code
            raise ValueError(CHANGED)
        kind = settled(order["sandbox"])
        warm(Limits(**order["limits"]), kind, order["hidden"], order["subject"])
        return kind


def own_paths(worker: Any) -> list[Path]:
    """What a worker's machine has that no student code may read: the folders of who started it, and its keys."""
    keys = [getattr(worker.security, f"tls_{role}_key", None) for role in ("client", "scheduler", "worker")]
    files = [Path(key) for key in keys if key and "\n" not in key]
    return [Path.home(), Path.cwd(), Path(worker.local_directory), Path(tempfile.gettempdir()), *files]


def state(name: str, dask_worker: Any) -> bytes:
    """JSON: what this worker says of itself, by the plugin of this name."""
    plugin = dask_worker.plugins.get(name)
    if plugin is None:
        return json.dumps({"name": str(dask_worker.name), "refused": "", "sandbox": "", "is_ready": False}).encode()
    return json.dumps(
        {
            "name": str(dask_worker.name),
            "refused": plugin.refused,
            "sandbox": plugin.sandbox,
            "is_ready": bool(plugin.refused or plugin.sandbox),
        }
    ).encode()
