"""What happens, a line of JSON an event, for whoever runs the service; and how often each thing happened."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Literal

from autograder.text import printable

Kind = Literal[
    "started",
    "received",
    "graded",
    "feedback",
    "refused",
    "needs_review",
    "policy",
    "error",
    "course",
    "scores",
    "stopped",
]
Value = str | int | float | bool | None
LONGEST = 500  # characters of a value


class Events:
    """Tells events to whoever writes them down, and counts them. It may be called from several threads."""

    def __init__(self, *writers: Callable[[str], object]) -> None:
        self.writers, self.counts = writers, Counter[str]()

    def tell(self, event: Kind, **fields: Value | Sequence[str]) -> None:
        """Write one line: the time in UTC, the event's name, and these fields. Where it cannot be written, on a full
        disk or to a reader that has gone, the service goes on without.
        """
        self.counts[event] += 1
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"time": now, "event": event, **{name: _harmless(value) for name, value in fields.items()}})
        for write in self.writers:
            with suppress(OSError):
                write(f"{line}\n")


def _harmless(value: Value | Sequence[str]) -> Value | list[str]:
    if isinstance(value, str):
        return printable(value[:LONGEST])
    if value is None or isinstance(value, bool | int | float):
        return value
    return [printable(text[:LONGEST]) for text in value]
