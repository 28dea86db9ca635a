"""Who can read and change what on the hub, tried as the Unix users themselves. After test_class_on_a_hub.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.hub import ADA, BOB, CARL, GRADER, LAB, MAYA, NOTEBOOK, Hub, until

pytestmark = pytest.mark.timeout(600)  # on the hub of test_class_on_a_hub.py, with its programs
READ = "cat -- {0} 2>/dev/null || ls -A -- {0}"
WRITE = "touch -c -- {0} && test -w {0} && (test -d {0} && touch -- {0}/by-{1} || echo >> {0})"
REMOVE = "mv -T -- {0} {0}.gone"
# Who tries to do what, with what: the folders and files are named in `places`.
TRIES = {
    "read": (
        ("inbound's list", (ADA, BOB, CARL), False),
        ("ada's hand-in, its name known", (CARL,), False),
        ("feedback's list", (ADA, BOB, CARL), False),
        ("ada's feedback, its name known", (CARL,), False),
        ("ada's home", (BOB, CARL, MAYA), False),
        ("attempts", (ADA, BOB, CARL, MAYA), False),
        ("submitted", (ADA, BOB, CARL, MAYA), False),
        ("autograded", (ADA, BOB, CARL, MAYA), False),
        ("solutions", (ADA, BOB, CARL, MAYA), False),
        ("gradebook's database", (ADA, BOB, CARL, MAYA), False),
        ("gradebook's secret", (ADA, BOB, CARL, MAYA), False),
        ("first passwords", (ADA, BOB, CARL, MAYA, GRADER), False),
        ("the hub's database", (ADA, BOB, CARL, MAYA, GRADER), False),
        ("what is released", (ADA, BOB, GRADER), True),
        ("what is released", (CARL,), False),
        # nbgrader opens a hand-in to all and hides it behind 72 random bits in its name, which nobody can list.
        ("ada's hand-in, its name known", (ADA, BOB, GRADER), True),
        ("ada's feedback, its name known", (ADA, GRADER), True),
        ("solutions", (GRADER,), True),
    ),
    "change": (
        ("exchange", (CARL,), False),
        ("the course in the exchange", (ADA, BOB, CARL), False),
        ("what is released", (ADA, BOB, CARL), False),
        ("feedback's folder", (ADA, BOB, CARL), False),
        ("ada's feedback, its name known", (ADA, BOB, CARL), False),
        ("ada's home", (BOB, CARL), False),
        ("ada's home", (ADA,), True),
        ("a file of ada's", (BOB, CARL), False),
        ("a file of ada's", (ADA,), True),
        ("attempts", (ADA, BOB, CARL), False),
        ("gradebook's database", (ADA, BOB, CARL, MAYA), False),
        ("solutions", (ADA, BOB, CARL, MAYA), False),
        ("programs", (ADA, BOB, CARL, MAYA, GRADER), False),
        ("the hub's settings", (ADA, BOB, CARL, MAYA, GRADER), False),
    ),
    "remove": (
        ("the course in the exchange", (ADA, BOB, CARL), False),
        ("ada's hand-in, its name known", (BOB, CARL), False),
        ("ada's feedback, its name known", (ADA, BOB, CARL), False),
        ("what is released", (ADA, BOB, CARL), False),
        ("a file of ada's", (BOB, CARL), False),
        ("a file of ada's", (ADA,), True),
    ),
}
MAY_BE_GONE = ("submitted", "a file of ada's")  # hand-ins are kept in `attempts`; the second, ada herself removed
DO = {"read": READ, "change": WRITE, "remove": REMOVE}


@dataclass(frozen=True)
class Try:
    """One line of the table."""

    who: str
    does: str
    place: str
    may: bool
    could: bool


def places(hub: Hub) -> dict[str, Path]:
    latest = hub.hand_ins(ADA)[-1]
    gradebook = hub.settings.gradebook
    return {
        "exchange": hub.settings.exchange,
        "the course in the exchange": hub.exchange,
        "inbound's list": hub.exchange / "inbound",
        "feedback's list": hub.exchange / "feedback",
        "feedback's folder": hub.exchange / "feedback",
        "ada's hand-in, its name known": latest,
        "ada's feedback, its name known": hub.feedback_of(latest),
        "what is released": hub.exchange / "outbound" / LAB / f"{NOTEBOOK}.ipynb",
        "ada's home": hub.home(ADA),
        "a file of ada's": hub.home(ADA) / "notes.txt",
        "attempts": gradebook / "attempts",
        "submitted": gradebook / "submitted",
        "autograded": gradebook / "autograded",
        "solutions": hub.settings.course / "solutions" / LAB / f"{NOTEBOOK}.ipynb",
        "gradebook's database": gradebook / "gradebook.db",
        "gradebook's secret": gradebook / ".secret",
        "first passwords": hub.settings.state / "passwords.csv",
        "the hub's database": hub.settings.state / "jupyterhub.sqlite",
        "programs": hub.settings.environment / "bin",
        "the hub's settings": hub.folder / "hub.toml",
    }


def tried(hub: Hub) -> Iterator[Try]:
    """All tries, each as the user whom it names."""
    where = places(hub)
    for does, lines in DO.items():
        for place, people, may in TRIES[does]:
            for who in people:
                script = lines.format(f"'{where[place]}'", who)
                yield Try(who, does, place, may, hub.run_as(who, "sh", "-c", script).returncode == 0)


def test_nobody_reads_or_changes_what_is_not_theirs(hub: Hub, record_property: Any) -> None:
    assert hub.run_as(ADA, "touch", "notes.txt").returncode == 0
    rights = list(tried(hub))
    for one in rights:
        line = f"{one.who.removeprefix('hubtest-'):7} {one.does:7} {one.place:32} {'yes' if one.could else 'no'}"
        record_property("figure", line)
    assert [one for one in rights if one.could != one.may] == []
    kept = places(hub)
    assert all(kept[name].exists() for name in kept if name not in MAY_BE_GONE), "something was removed"


def test_a_hand_in_under_anothers_name_goes_to_a_person(hub: Hub) -> None:
    """Anybody may make such a folder; its owner tells."""
    before = len(hub.told("graded", student=ADA))
    name = f"{ADA}+{LAB}+2030-01-01 00:00:00.000000 UTC+AAAAAAAAAAAA"
    forged = hub.exchange / "inbound" / name
    script = (
        'mkdir "$1" && cp "$2" "$1" && echo "2030-01-01 00:00:00.000000 UTC" >"$1/timestamp.txt" '
        '&& echo 00 >"$1/submission_secret.txt" && chmod 777 "$1"'
    )
    own = hub.home(BOB) / LAB / f"{NOTEBOOK}.ipynb"
    assert hub.run_as(BOB, "sh", "-c", script, "sh", forged, own).returncode == 0
    (told,) = until("the grader's word", lambda: [one for one in hub.told("needs_review") if one.get("unit") == name])
    assert told["student"] == ADA
    assert f"the user {BOB}" in told["reason"]
    assert len(hub.told("graded", student=ADA)) == before
    assert not hub.feedback_of(forged).exists()
