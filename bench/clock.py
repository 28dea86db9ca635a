"""A clock that adds up the seconds of each stage of the work."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any


class Clock:
    """Seconds by stage, beginning with `stage`. While a watched stage runs, the stage around it is not counted."""

    def __init__(self, stage: str) -> None:
        self.times, self.stage, self.last = Counter[str](), stage, time.perf_counter()

    def turn(self, stage: str) -> str:
        """Count for `stage` from now on; returns the stage before."""
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
