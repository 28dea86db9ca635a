"""What the service is told: that something changed in a folder, that an exam is done, that it should stop."""

from __future__ import annotations

import queue
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

STEP_MILLISECONDS = 20  # without a change, after which changes are told
MOST_MILLISECONDS = 200  # that changes are gathered


class Notices:
    """A line of notices that wakes the service. Each method may be called from any thread, and from a signal."""

    def __init__(self) -> None:
        self._line: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self.stopping = threading.Event()
        self.why = ""  # it should stop

    def wake(self) -> None:
        """Something is done."""
        self._line.put(None)

    def changed(self, path: Path) -> None:
        """Something may have changed at this path."""
        self._line.put(path)

    def stop(self, why: str) -> None:
        """End the service."""
        self.why = self.why or why
        self.stopping.set()
        self._line.put(None)

    def take(self, seconds: float) -> set[Path]:
        """Wait for a notice, at most these seconds; returns all paths at which something changed."""
        paths: set[Path] = set()
        try:
            notice = self._line.get(timeout=seconds) if seconds > 0 else self._line.get_nowait()
            while True:
                if notice is not None:
                    paths.add(notice)
                notice = self._line.get_nowait()
        except queue.Empty:
            return paths


@contextmanager
def stopped_by_signals(notices: Notices) -> Iterator[None]:
    """SIGTERM and SIGINT end the service."""

    def stop(number: int, frame: FrameType | None) -> None:
        notices.stop(signal.Signals(number).name)

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Watcher:
    """Tells of changes in a folder, in a thread of its own.

    Args:
        is_deep: whether folders in it are watched, too.
    """

    def __init__(self, folder: Path, is_deep: bool, notices: Notices) -> None:
        self.folder, self.is_deep, self.notices = folder, is_deep, notices
        self.problem = ""  # why nobody is told any more
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End it."""
        self._end.set()
        self._thread.join(5)

    def _run(self) -> None:
        from watchfiles import watch

        options: dict[str, Any] = {
            "watch_filter": None,
            "recursive": self.is_deep,
            "step": STEP_MILLISECONDS,
            "debounce": MOST_MILLISECONDS,
            "rust_timeout": 1000,
            "raise_interrupt": False,
            "ignore_permission_denied": True,
        }
        try:
            for changes in watch(self.folder, stop_event=self._end, **options):
                for path in {path for _, path in changes}:
                    self.notices.changed(Path(path))
        except Exception as error:  # the system's limit of watches, a folder that goes: the rescan finds what is missed
            self.problem = f"{type(error).__name__}: {error}"
            self.notices.wake()
