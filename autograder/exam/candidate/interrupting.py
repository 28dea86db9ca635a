"""The examiner's signal to stop a cell: an exception in the cell that runs, as a kernel's interrupt is, and nothing at
any other time.
"""

from __future__ import annotations

import signal


class Interrupts:
    """What becomes of SIGINT. Made before student code runs, which may put another function in a library's place."""

    def __init__(self) -> None:
        self._install, self._number, self._handler = signal.signal, signal.SIGINT, self._interrupt
        self._is_open = False

    def open(self) -> None:
        """From now on a signal stops the cell, once, whatever an earlier cell made of signals."""
        self._install(self._number, self._handler)
        self._is_open = True

    def close(self) -> None:
        """From now on a signal does nothing."""
        self._is_open = False

    def _interrupt(self, *_: object) -> None:
        if self._is_open:
            self._is_open = False
            raise KeyboardInterrupt
