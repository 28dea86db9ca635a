"""A clock that knows which stage of the work it counts for."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any


class Clock:
    """Seconds by stage, beginning with `stage`. A stage that is watched stops the clock of the one around it."""

    def __init__(self, stage: str) -> None:
        self.times, self.stage, self.last = Counter[str](), stage, time.perf_counter()

    def turn(self, stage: str) -> str:
        """Go on with `stage`; returns the one before."""
        now, before = time.perf_counter(), self.stage
        self.times[before] += now - self.last
        self.stage, self.last = stage, now
        return before

    def watch(self, owner: Any, name: str, stage: str, around: str = "") -> None:
        """Count `owner`'s function `name` as `stage`; if `around` is given, only where it is called from that stage."""
        function = getattr(owner, name)

        def timed(*args: Any, **options: Any) -> Any:
            before = self.turn(stage if around in ("", self.stage) else self.stage)
            try:
                return function(*args, **options)
            finally:
                self.turn(before)

        setattr(owner, name, timed)
