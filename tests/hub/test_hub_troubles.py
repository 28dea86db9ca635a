"""The grader is killed, and its disk fills: nothing is lost, nothing is done twice. After test_class_on_a_hub.py."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.gradebook.scores import read_scores
from tests.support.hub import ADA, BOB, CARL, GRADER, LAB, Hub, until
from tests.support.notebooks import ROOT

pytestmark = pytest.mark.timeout(900)  # on the hub of test_class_on_a_hub.py, with its programs
MIB = 2**20
KILLS = 3
RECEIVED = f"attempts/*/{LAB}/*/received.json"


def test_a_grader_that_is_killed_loses_nothing_and_does_nothing_twice(hub: Hub) -> None:
    before = {page: page.stat().st_mtime_ns for page in (hub.exchange / "feedback").glob("*.html")}
    hand_ins = []
    for number in range(KILLS):
        for user in (ADA, BOB):
            hub.edit(user, "corr2d", f"def corr2d(X, K):\n    return X.sum() + {number}")
            hand_ins.append(hub.submit(user))
        until("an event of it", lambda unit=hand_ins[-2].name: [one for one in hub.events() if one.get("unit") == unit])
        hub.end("watch", signal.SIGKILL)
        hub.start("watch")
    latest = {user: [path for path in hand_ins if path.name.startswith(f"{user}+")][-1] for user in (ADA, BOB)}
    for path in latest.values():
        until(f"feedback for {path.name}", hub.feedback_of(path).exists)
    notes = {file.parent: json.loads(file.read_bytes()) for file in hub.settings.gradebook.glob(RECEIVED)}
    units = Counter(note["unit"] for note in notes.values())
    assert {path.name: units[path.name] for path in hand_ins} == {path.name: 1 for path in hand_ins}
    # The last event before a kill may be told again, of the same attempt or result: nothing is examined again for it.
    told = Counter(one["unit"] for one in hub.told("received"))
    assert told.keys() >= {path.name for path in hand_ins}
    assert told.total() - len(told) <= KILLS
    attempts = {(note["student"], folder.name) for folder, note in notes.items()}
    results = {attempt: result_of(hub, *attempt) for attempt in attempts}
    assert set(results.values()) <= {"graded", "passed_over"}, results
    points = {(one["student"], one["attempt"], one["points"]) for one in hub.told("graded")}
    assert len(points) == len({one[:2] for one in points}) == list(results.values()).count("graded")
    rows = Counter((row.student, row.lab, row.test) for row in read_scores(hub.settings.gradebook))
    assert set(rows.values()) == {1}
    assert {page: page.stat().st_mtime_ns for page in before} == before, "a page was handed out again"


def test_a_full_disk_is_said_and_grading_goes_on_after(hub: Hub) -> None:
    hub.end("watch")
    with own_disk(hub.settings.gradebook) as disk:
        before = len(hub.told("started"))
        hub.start("watch")
        until("the grader is up", lambda: len(hub.told("started")) > before)
        fill = disk / "fill"
        room = shutil.disk_usage(disk).free - 16 * 1024
        fill.write_bytes(b"0" * room)
        hub.edit(ADA, "corr2d", "def corr2d(X, K):\n    return K")
        hand_in = hub.submit(ADA)
        (told, *_) = until("the grader's word", lambda: [one for one in hub.told("error") if "space" in str(one)])
        assert told["reason"]
        assert not hub.feedback_of(hand_in).exists()
        fill.unlink()
        until("feedback after that", hub.feedback_of(hand_in).exists, seconds=240)
        (one,) = (one["attempt"] for one in hub.told("received") if one["unit"] == hand_in.name)
        assert len(hub.told("graded", attempt=one)) == 1
        hub.end("watch")


def test_who_comes_and_goes_is_told_to_a_hub_that_runs(hub: Hub) -> None:
    roster = hub.settings.gradebook / "roster.csv"
    before = roster.read_text(encoding="utf-8")
    try:
        roster.write_text(f"{before}{CARL},Carl,Cantor,carl@example.org\n", encoding="utf-8")
        told = hub.set_up()
        assert f"did:  {CARL} in the hub's group {hub.settings.students_group}" in told
        assert f"students {CARL} in the gradebook" in told
        assert hub.run_as(CARL, "ls", hub.exchange / "outbound").returncode == 0
    finally:
        roster.write_text(before, encoding="utf-8")
    told = hub.set_up()
    assert f"did:  {CARL} out of the hub's group {hub.settings.students_group}" in told
    assert hub.run_as(CARL, "ls", hub.exchange / "outbound").returncode != 0
    assert hub.home(CARL).is_dir()


def test_the_doctor_finds_nothing_and_then_what_was_broken(hub: Hub) -> None:
    assert "\nno " not in doctor(hub)  # though Carl, who has left, is still in the gradebook
    inbound = hub.exchange / "inbound"
    inbound.chmod(0o755)
    try:
        assert f"`chmod 1733 {inbound}`" in doctor(hub)
    finally:
        inbound.chmod(0o3733)


def test_the_labs_of_a_checkout_replace_those_of_the_course(hub: Hub) -> None:
    lab = hub.settings.course / "notebooks" / LAB / "convolution.ipynb"
    lab.write_text("{}", encoding="utf-8")
    assert "did:  solutions and notebooks of this checkout" in hub.set_up("--labs")
    assert lab.read_bytes() == (ROOT / "notebooks" / LAB / lab.name).read_bytes()
    assert lab.owner() == GRADER


def doctor(hub: Hub) -> str:
    """What `doctor --hub` says, as root."""
    ended = subprocess.run([hub.settings.prefix / "bin/doctor"], capture_output=True, text=True, check=False)
    return f"\n{ended.stdout}{ended.stderr}"


def result_of(hub: Hub, student: str, attempt: str) -> str:
    """What came of an attempt."""
    file = hub.settings.gradebook / "attempts" / student / LAB / attempt / "result.json"
    return str(until(f"a result of {attempt}", lambda: file.exists() and json.loads(file.read_bytes())["status"]))


@contextmanager
def own_disk(folder: Path) -> Iterator[Path]:
    """The folder on a small disk of its own, and back again."""
    used = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    aside = folder.with_name("gradebook-aside")
    folder.rename(aside)
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={used + 24 * MIB},mode=700", "tmpfs", folder], check=True)
    try:
        subprocess.run(["cp", "-a", f"{aside}/.", folder], check=True)
        subprocess.run(["chown", f"{GRADER}:{GRADER}", folder], check=True)
        yield folder
        subprocess.run(["cp", "-a", f"{folder}/.", aside], check=True)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
        folder.rmdir()
        aside.rename(folder)
