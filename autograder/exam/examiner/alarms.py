"""The alarm that ends a test cell which goes on after its time is up."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.exam.errors import CandidateError

GRACE_SECONDS = 2.0


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Fail a test cell that is still running after `seconds`, as one is that works on an endless result."""

    def ring(*_: object) -> None:
        raise CandidateError(
            "timed_out",
            f"checking your result took longer than {seconds:.0f} s: is it very large, or does it compute when it is "
            "looked at?",
        )

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, GRACE_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def put_off(seconds: float) -> None:
    """Have the alarm, if one is set, ring so much later, or earlier where that is negative."""
    left, _ = signal.getitimer(signal.ITIMER_REAL)
    if left > 0:
        signal.setitimer(signal.ITIMER_REAL, max(0.01, left + seconds), GRACE_SECONDS)
