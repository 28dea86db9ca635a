"""Which units are new, or have changed, and are ready to be taken: nothing changed in them for a moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from autograder.watch.source import Look, Source, look, units

AGAIN_SECONDS = 1.0  # between two looks at a unit that is not whole


@dataclass
class _Open:
    """A unit that is looked at until it is ready."""

    look: Look
    since: float  # it has looked so
    first: float  # it was noticed
    again: float  # it is to be looked at


class Arrivals:
    """The units of a source. Times are seconds of a monotonic clock.

    Args:
        settle: seconds for which nothing may change in a unit before it is taken.
        patience: seconds that a unit is given to become whole.
        taken: stamps of units that were taken already.
        begun: stamps of those whose reading began, taken or not; None where that is not known.

    Attributes:
        looked_at: the unit that was looked at last.
    """

    def __init__(
        self,
        source: Source,
        settle: float,
        patience: float,
        taken: Mapping[str, str],
        begun: Mapping[str, str] | None = None,
    ) -> None:
        self.source, self.settle, self.patience = source, settle, patience
        self._taken, self._open = dict(taken), dict[str, _Open]()
        self.looked_at = ""
        self._last_scan: datetime | None = None
        self._after: dict[str, datetime | None] = {}  # of units that are not taken, the scan before they were noticed
        self._begun = dict(begun or {})
        self._are_begun_known, self._of_before = begun is not None, set[str]()  # units that lay there at the start

    def __len__(self) -> int:
        return len(self._open)

    def notice(self, names: Iterable[str], now: float) -> None:
        """Something may have happened in these units: look at them at the next turn."""
        for name in names:
            opened = self._open.get(name)
            if opened is None:
                self._after.setdefault(name, self._last_scan)
                self._open[name] = _Open(Look(""), now, now, now)
            else:
                opened.again = min(opened.again, now)

    def rescan(self, now: float) -> list[str]:
        """Look for what is new or has changed, in case nobody said so; returns what looks as it did when it was taken.

        Raises:
            OSError: the folder cannot be listed.
        """
        began = datetime.now(UTC)
        others = [name for name in units(self.source) if name not in self._open]
        new = [name for name in others if self._is_new(name)]
        self.notice(new, now)
        if self._last_scan is None:
            self._of_before = set(self._open)
        self._last_scan = began
        known = [name for name in others if name not in self._open]
        for name in known:
            self._after.pop(name, None)
        return known

    def _is_new(self, name: str) -> bool:
        try:
            return self._taken.get(name) != look(self.source, name).stamp
        except OSError:  # it is told when it is this one's turn; the others are looked at
            return True

    def ready(self, now: float) -> str:
        """The first unit that is to be taken now, "" for none.

        Raises:
            OSError: the unit `looked_at` cannot be looked at; the others can be asked for again, and so can it after a
                rescan.
        """
        for name, opened in list(self._open.items()):
            if now < opened.again:
                continue
            self.looked_at = name
            try:
                seen = look(self.source, name)
            except OSError:
                del self._open[name]
                raise
            if not seen.stamp or seen.stamp == self._taken.get(name):
                del self._open[name], self._after[name]
                continue
            if seen.stamp != opened.look.stamp:
                opened.look, opened.since = seen, now
            is_still = now - opened.since >= self.settle
            if seen.is_whole and (seen.is_done or is_still):
                return name
            if is_still and now - opened.first >= self.patience:
                return name
            opened.again = opened.since + self.settle if seen.is_whole else now + min(AGAIN_SECONDS, self.patience)
        return ""

    def stamp(self, name: str) -> str:
        """How a unit that is ready looked."""
        return self._open[name].look.stamp

    def after(self, name: str) -> datetime | None:
        """When all was looked at and a unit that is ready did not lie there yet, or looked as it did when it was taken;
        None for never.
        """
        return self._after[name]

    def may_have_been_read(self, name: str) -> bool:
        """Whether some of a unit that is ready may have been received before: its reading began already."""
        is_of_before = name in self._of_before and not self._are_begun_known
        return is_of_before or self._begun.get(name) == self.stamp(name)

    def begin(self, name: str) -> None:
        """It is read now."""
        self._begun[name] = self.stamp(name)

    def take(self, name: str) -> None:
        """It was read: it is new again when it looks otherwise."""
        self._taken[name] = self._open.pop(name).look.stamp
        del self._after[name]
        self._of_before.discard(name)

    def put_off(self, name: str) -> None:
        """It could not be read: the next rescan finds it again."""
        self._open.pop(name, None)

    def next_look(self) -> float | None:
        """When a unit is to be looked at, None for never."""
        return min((opened.again for opened in self._open.values()), default=None)
