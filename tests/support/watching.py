"""The service of `watch` in this process, one step at a time; without an exam unless a test wants one."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder.course.config import load_config
from autograder.course.model import Lab
from autograder.gradebook.paths import database
from autograder.grading import prepare
from autograder.intake import GradingNotebook
from autograder.watch import places
from autograder.watch.attempts import Attempt, attempts_of
from autograder.watch.events import Events
from autograder.watch.notices import Notices
from autograder.watch.places import Places, read_desk
from autograder.watch.resuming import resumed
from autograder.watch.service import Service
from autograder.watch.settings import watch_settings
from autograder.watch.source import source_of
from tests.support.notebooks import DOUBLING, RIGHT, make_course, submit
from tests.support.quick import no_exam

COURSE_ID = "convolutions_from_scratch"
AT_ONCE = "c.Watch.settle_seconds = 0.0\nc.Watch.patience_seconds = 0.0\n"
ELSEWHERE, IN_COURSE = ("gradebook", "submitted"), ("course/gradebook", "course/gradebook/exchange")
SECONDS = 60.0


_PREPARED: dict[str, tuple[dict[str, GradingNotebook], bytes]] = {}


def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without exams, and with each course prepared once: nbgrader takes a second for it."""
    no_exam(monkeypatch)
    monkeypatch.setattr(places, "prepare", _prepare_once)


def _prepare_once(course: Path, labs: Sequence[Lab], gradebook: Path) -> dict[str, GradingNotebook]:
    key, file = "\0".join(lab.path.read_text(encoding="utf-8") for lab in labs), gradebook / "gradebook.db"
    if key not in _PREPARED:
        masters = prepare(course, labs, gradebook)
        _PREPARED[key] = masters, file.read_bytes()
    if not file.exists():
        file.write_bytes(_PREPARED[key][1])
    return _PREPARED[key][0]


class WatchedClass:
    """A course, a folder in which hand-ins arrive, and the service over them."""

    def __init__(
        self, folder: Path, settings: str = "", exchange: bool = False, places: tuple[str, str] = ELSEWHERE
    ) -> None:
        """`places` are the gradebook's folder and that of hand-ins, below `folder`."""
        self.folder = folder
        self.settings = f"{AT_ONCE}{settings}"
        self.course = make_course(folder / "course", settings=self.settings)
        self.gradebook, self.submitted = (folder / place for place in places)
        self.submitted.mkdir(parents=True, exist_ok=True)
        if exchange:
            (self.exchange / "inbound").mkdir(parents=True, exist_ok=True)
        self.events: list[dict[str, Any]] = []
        self.service = self.start()

    @property
    def exchange(self) -> Path:
        return self.submitted / COURSE_ID

    def start(self) -> Service:
        """A service as after a start of its process."""
        settings = load_config(self.course)
        source = source_of(self.submitted, settings)
        where = Places(self.course, self.gradebook, source, settings, watch_settings(settings))
        self.gradebook.mkdir(exist_ok=True)
        events = Events(lambda line: self.events.append(json.loads(line)))
        self.service = Service(where, read_desk(where), events, Notices(), 1)
        self.service._watch = lambda: None  # type: ignore[method-assign]  # each rescan looks at everything
        self.service.resume(resumed(self.gradebook))
        return self.service

    def restart(self, settings: str | None = None) -> None:
        """The process ended, in whatever way, and is started again, with other settings if there are any."""
        self.service.line.exams.stop()
        self.service.line.book.close()
        if settings is not None:
            config = self.course / "nbgrader_config.py"
            text = config.read_text(encoding="utf-8")
            config.write_text(text.replace(self.settings, f"{AT_ONCE}{settings}"), encoding="utf-8")
            self.settings = f"{AT_ONCE}{settings}"
        self.start()

    def work(self) -> list[dict[str, Any]]:
        """Rescan, and work until there is nothing left to do; returns the events since then."""
        before, end = len(self.events), time.monotonic() + SECONDS
        self.service.rescan()
        while self.is_busy and time.monotonic() < end:
            self.service.step()
        assert not self.is_busy, "it did not come to an end"
        return self.events[before:]

    @property
    def is_busy(self) -> bool:
        service = self.service
        return bool(len(service.arrivals) or not service.line.is_idle or service.renewing.next_step() == 0.0)

    def submit(self, student: str = "ada", lab: str = DOUBLING, **answers: str) -> Path:
        """A hand-in in a folder of the student's."""
        return submit(self.submitted, student, lab, answers={**(RIGHT if lab == DOUBLING else {}), **answers})

    def hand_in(self, student: str = "ada", time: str = "2026-10-03 08:00:00.000000 UTC", **answers: str) -> Path:
        """A hand-in as `nbgrader submit` leaves it; returns its folder."""
        number = sum(1 for _ in (self.exchange / "inbound").iterdir())
        folder = self.exchange / "inbound" / f"{student}+{DOUBLING}+{time}+Zm9vYmFy_{number:03}"
        made = submit(self.folder / "making", student, answers={**RIGHT, **answers})
        shutil.copytree(made.parent, folder)
        (folder / "timestamp.txt").write_text(time, encoding="utf-8")
        (folder / "submission_secret.txt").write_text(f"{number:0128}", encoding="utf-8")
        folder.chmod(0o777)
        return folder

    def attempts(self, student: str = "ada", lab: str = DOUBLING) -> list[Attempt]:
        return attempts_of(self.gradebook, student, lab)

    def page(self, student: str = "ada", lab: str = DOUBLING) -> Path:
        return self.gradebook / "feedback" / student / lab / f"{lab.split('_', 1)[1]}.html"

    def scores(self) -> str:
        """scores.csv, written now."""
        self.service.line.write_scores()
        return (self.gradebook / "scores.csv").read_text(encoding="utf-8")

    def points(self, student: str = "ada", lab: str = DOUBLING) -> float:
        """What nbgrader has."""
        with Gradebook(database(self.gradebook)) as book:
            return float(book.find_submission(lab, student).score)

    def change(self, change: Callable[[Gradebook], object]) -> None:
        """What another program does to the database."""
        with Gradebook(database(self.gradebook)) as book:
            change(book)
            book.db.commit()


def told(events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [event for event in events if event["event"] == kind]


def later(attempt: Attempt, **changes: Any) -> Attempt:
    """The same attempt, but for what was received."""
    return replace(attempt, received=replace(attempt.received, **changes))
