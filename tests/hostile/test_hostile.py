"""The hostile corpus: each case earns the points of its honest part, the next student is graded in full, and nothing is
left behind.

Each family also has a case that succeeds once its defence is switched off, which shows that the corpus can fail: every
third one is tried, all with ALL_HOSTILE=1.
Whatever is waited for here has a time limit, and fails by name when that is over.
"""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from traitlets.config import Config

from autograder.cli.explain import explain
from autograder.course.model import CourseError
from autograder.exam import engines
from autograder.exam.engine import Engine, EngineTimeoutError
from autograder.exam.engines import examine
from autograder.exam.limits import Limits
from autograder.exam.sandbox.walls import Kind, strongest, works
from autograder.exam.settings import Exam
from autograder.intake import Submission
from tests.hostile import user
from tests.hostile.case import Case
from tests.hostile.corpus import ALL_HONEST, CASES, NEIGHBOUR
from tests.hostile.idle import FAULTS
from tests.hostile.kernel import in_one_kernel
from tests.hostile.lab import CANARY, notebook
from tests.hostile.overheard import overheard
from tests.hostile.run import SEED, HostileRunner, processes_below, received_notebook
from tests.hostile.stem import Stem, WeakEngine
from tests.hostile.switches import BY_ID, FURTHER, GUARD, MEANINGS, NO_GUARD, TABLE, got_through, missing, unearned
from tests.hostile.weak import SWITCHES
from tests.support.notebooks import ROOT
from tests.support.sampling import one_in

ALL = os.environ.get("ALL_HOSTILE") == "1"
pytestmark = pytest.mark.cold  # what is attacked is what production starts

PARTS = {case.without for case in GUARD}  # NO_GUARD, and what single cases go for
FAMILIES = Counter(case.family for case in CASES)
# These reach out of their own process, so an honest student follows each case. After any other case the next one is the
# neighbour, whose honest part must be graded in full; with ALL_HOSTILE=1 an honest student follows every case.
FAR_REACHING = {
    "interrupts",
    "exits",
    "kills",
    "descriptors",
    "bombs",
    "leftovers",
    "writes",
    "network",
    "machine",
    "shadows",
}
AS_USER_SECONDS = 600 if ALL else 240
USER_FAMILIES = 3
# The first case of a family and every eighth after it; with ALL_HOSTILE=1 every one.
PLACES = [(case, [other.id for other in CASES if other.family == case.family].index(case.id)) for case in CASES]
CHOSEN = [case for case, place in PLACES if ALL or place % 8 == 0]


@pytest.fixture(scope="module")
def walls() -> Kind:
    if strongest() == "none":
        pytest.skip("this machine has no sandbox to put hostile code into")
    return strongest()


@pytest.fixture(scope="module")
def runner(walls: Kind) -> Iterator[HostileRunner]:
    opened = HostileRunner(walls)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def stem(walls: Kind) -> Iterator[Stem]:
    grown = Stem()
    yield grown
    grown.close()


def test_the_corpus_is_large_enough(record_property: Callable[[str, object], None]) -> None:
    """All of it; which part of it is run is printed at the end of the run."""
    record_property("figure", f"hostile: {len(CHOSEN)} of {len(CASES)} cases as root (all with ALL_HOSTILE=1)")
    assert {case.family for case in CHOSEN} == set(FAMILIES)
    assert len(CASES) >= 80 and len(FAMILIES) >= 25
    assert {family: count for family, count in FAMILIES.items() if count < 3} == {}


def test_cases_are_plain_data() -> None:
    for case in CASES:
        json.dumps([case.answers, case.extras, case.sent, sorted(case.fails)])


def test_each_case_that_fails_says_by_which_reason() -> None:
    assert [case.id for case in CASES if case.fails and not (case.reason and all(case.reason))] == []


def test_each_case_of_the_guards_fails_by_its_refusal() -> None:
    refusals = ("Your code called ", "A from-scratch exercise starts no threads")
    assert [
        case.id for case in GUARD if not all(any(words in reason for words in refusals) for reason in case.reason)
    ] == []


def test_a_case_that_fails_for_another_reason_is_a_complaint() -> None:
    case = BY_ID["exits/os_exit_in_an_answer"]
    verdicts = [
        {"test": test, "outcome": "failed", "points": 0.0, "reason": "AttributeError: no such name"}
        for test in case.fails
    ]
    complaints = HostileRunner.complaints(
        case, {"op": "examined", "text": notebook(["count"], {}, {}), "verdicts": verdicts}
    )
    assert len([line for line in complaints if "failed with another reason: AttributeError" in line]) == 2


@pytest.mark.parametrize("case", CHOSEN, ids=lambda case: case.id)
def test_a_case_earns_what_its_honest_part_earns(runner: HostileRunner, case: Case) -> None:
    """One case in eight of each family, all with ALL_HOSTILE=1."""
    is_last = case is [other for other in CHOSEN if other.family == case.family][-1]
    assert runner.run(case, neighbour=ALL or is_last or case.family in FAR_REACHING) == []


@pytest.mark.timeout(AS_USER_SECONDS + 30)  # the corpus once more, as another user
def test_an_ordinary_user_is_held_as_well() -> None:
    """One case of one family in USER_FAMILIES in a user namespace, all with ALL_HOSTILE=1."""
    if os.geteuid() != 0:
        pytest.skip("not root: the corpus above has run as this ordinary user")
    sample = [] if ALL else ["--one-a-family", "--families", str(USER_FAMILIES)]
    command = [sys.executable, "-B", "-m", "tests.hostile", "--as-user", *sample]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=AS_USER_SECONDS
    )
    if done.returncode in user.REASONS:
        pytest.skip(f"{user.REASONS[done.returncode]} {done.stderr.strip()}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"as user {user.NOBODY}, in the sandbox 'user'" in done.stdout
    families = len(FAMILIES) if ALL else -(-len(FAMILIES) // USER_FAMILIES)
    assert f"{len(CASES) if ALL else families} cases, {families} families, 0 holes" in done.stdout


# Each defence switched off


def test_each_family_has_a_case_and_a_switch() -> None:
    assert set(TABLE) == set(FAMILIES)
    assert {f"{family}/{name}" for family, (_, name) in TABLE.items()} <= set(BY_ID)
    assert set(SWITCHES) - {switch for switch, _ in TABLE.values()} - PARTS == {"nothing", "silent"}
    assert all(MEANINGS[switch] for switch in {*PARTS, *(switch for switch, _ in TABLE.values())})


WAYS = [*((switch, f"{family}/{name}") for family, (switch, name) in TABLE.items()), *FURTHER]


@pytest.mark.parametrize(("switch", "name"), one_in(3, WAYS, everything=ALL))
def test_with_its_defence_switched_off_it_gets_through(stem: Stem, switch: str, name: str) -> None:
    """Every third one, all with ALL_HOSTILE=1."""
    if missing(switch):
        pytest.skip(reason=f"this defence cannot be switched off here: {missing(switch)}")
    assert got_through(stem, switch, BY_ID[name])


@pytest.mark.parametrize("switch", sorted(PARTS))
def test_without_the_guard_or_the_part_that_it_goes_for_each_way_round_it_earns_its_points(
    stem: Stem, switch: str
) -> None:
    """All cases without the whole guard, and without a part of it those that name it: a case must attack something."""
    if missing(switch):
        pytest.skip(reason=f"the guard cannot be switched off here: {missing(switch)}")
    cases = [case for case in GUARD if switch in (NO_GUARD, case.without)]
    assert unearned(stem, switch, cases) == {case.id: [] for case in cases}


def test_with_the_whole_guard_the_same_engine_sees_each_of_them_earn_nothing(stem: Stem) -> None:
    if missing("nothing"):
        pytest.skip(reason=f"the engine of these tests cannot run here: {missing('nothing')}")
    cases = [BY_ID["guard/a_library_function"], BY_ID["guard/keys_forced"]]
    assert all(unearned(stem, "nothing", cases).values())


def test_with_no_defence_switched_off_the_same_engine_holds_it(stem: Stem) -> None:
    if missing("nothing"):
        pytest.skip(reason=f"the engine of these tests cannot run here: {missing('nothing')}")
    assert got_through(stem, "nothing", BY_ID["leftovers/a_daemon"]) == []


def test_in_one_kernel_an_honest_submission_is_graded(stem: Stem) -> None:
    assert HostileRunner.complaints(ALL_HONEST, in_one_kernel(stem, ALL_HONEST)) == []


# What passes, and what ends


@pytest.mark.parametrize("kind", ["root", "user"])
def test_the_canary_never_crosses_the_wire(stem: Stem, kind: Kind) -> None:
    """All that is sent in both directions, with submissions that provoke every failure message."""
    if not works(kind):
        pytest.skip(f"the sandbox {kind!r} does not work here")
    for case in (ALL_HONEST, BY_ID["displayhook/five"], BY_ID["reads/all_objects"]):
        traffic = overheard(stem, kind, case)
        assert len(traffic) > 1000
        assert CANARY.encode() not in traffic
        assert b"HIDDEN TESTS" not in traffic


def test_nothing_runs_on_when_the_engine_is_closed_in_the_middle(walls: Kind, stem: Stem) -> None:
    runner = HostileRunner(walls, stem=stem)
    forks = BY_ID["leftovers/one_that_forks_itself_anew"].extras["add"]
    case = Case("leftovers", "in_the_middle", {}, {"add": [*forks, "import time\ntime.sleep(1000)"]}, frozenset())
    answers: list[str] = []
    busy = threading.Thread(target=lambda: answers.append(runner.sit(case)["op"]), daemon=True)
    busy.start()
    root, end = runner.engine.parent.pid, time.monotonic() + 60
    while (
        len(processes_below(root)) < len(runner.processes) + 6
    ):  # spawner, first process, supervisor, examiner, candidate, and what it forks
        busy.join(0.02)
        assert busy.is_alive() and time.monotonic() < end, "the student's code was never seen to run"
    watched = {}
    for pid, line in processes_below(root).items():
        with suppress(ProcessLookupError):
            watched[os.pidfd_open(pid)] = line
    runner.engine.close(now=True)
    busy.join(20)
    runner.close()
    assert answers == ["problem"]
    for file, line in watched.items():
        assert select.select([file], [], [], 20)[0], f"still runs: {line}"
        os.close(file)


class IdleEngine(Engine):
    """An engine whose fork server does not do its work."""

    def __init__(self, fault: str) -> None:
        self.fault = fault
        super().__init__(Limits(submission_seconds=0.2, exploration_seconds=0.0, training_seconds=0.0), "none", (), "")
        self.patience = 0.2

    def _start(self, theirs: socket.socket, environment: dict[str, str], many: bool) -> Any:
        command = [sys.executable, "-m", "tests.hostile.idle", str(theirs.fileno()), self.fault]
        return subprocess.Popen(
            command, cwd=ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
        )


@pytest.mark.parametrize("fault", FAULTS)
def test_an_engine_that_does_not_answer_is_an_error_in_time_and_can_be_closed(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.exam.engine.START_SECONDS", 0.2 if fault == "no_start" else 60.0)
    monkeypatch.setattr("autograder.exam.engine.CLOSING_SECONDS", 0.2 if fault == "no_end" else 60.0)
    engine = IdleEngine(fault)
    with pytest.raises(EngineTimeoutError, match="do not answer"):
        engine.examine({"text": "any"})
    engine.close()
    assert engine.parent.poll() is not None
    assert not Path(engine.folder).exists()


def test_an_engine_ends_although_another_process_holds_its_connection_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.exam.engine.CLOSING_SECONDS", 60.0)
    engine = IdleEngine("no_answer")
    holder = subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"],
        stdin=subprocess.PIPE,
        pass_fds=[engine.control.fileno()],
    )
    engine.close()
    assert engine.parent.poll() == 0, "it was not asked to end, and had to be killed"
    holder.communicate(timeout=60)


def test_a_spawner_that_hangs_is_an_error_in_time_and_leaves_nothing(walls: Kind, stem: Stem) -> None:
    """As it once did, at a named pipe among a student's files: then the whole class waited with it."""
    engine = WeakEngine(
        stem, "silent", Limits(submission_seconds=1.0, exploration_seconds=0.0, training_seconds=0.0), walls
    )
    engine.patience = 1.0
    with pytest.raises(EngineTimeoutError, match="do not answer"):
        engine.examine({"text": received_notebook(NEIGHBOUR), "seed": SEED, "run_all": False})
    watched = {os.pidfd_open(pid): line for pid, line in processes_below(engine.parent.pid).items()}
    engine.close()
    for file, line in watched.items():
        assert select.select([file], [], [], 20)[0], f"still runs: {line}"
        os.close(file)


def test_without_a_sandbox_a_named_pipe_holds_nobody_up(stem: Stem) -> None:
    runner = HostileRunner("none", stem=stem)
    pipes = "import os\nos.mkfifo('pipe')\nos.mkdir('folder')\nos.mkfifo('folder/pipe')"
    assert runner.run(Case("writes", "named_pipes", {}, {"add": [pipes]}, frozenset())) == []
    assert [path for folder in Path(runner.engine.folder).iterdir() for path in folder.iterdir()] == []
    runner.close()


# No grading without a sandbox that nobody asked for


def test_where_there_is_no_sandbox_nothing_is_examined_until_told(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Kind] = []

    def start(limits: Limits, kind: Kind, hidden: tuple[Path, ...], subject: str) -> Any:
        started.append(kind)
        return SimpleNamespace(examine=lambda job: {"op": "problem", "problem": "as far as this test goes"})

    monkeypatch.setattr("autograder.exam.settings.strongest", lambda: "none")
    monkeypatch.setattr(engines, "start_engine", start)
    sent = Submission("ada", "lab", text=received_notebook(NEIGHBOUR))
    for settings in (Config(), Config({"Exam": {"sandbox": "auto"}})):
        refused = examine(sent, settings, SEED, ())
        assert refused.problem.startswith(
            "the exam could not be held: SandboxError: this machine has no sandbox for student code"
        )
        assert not refused.verdicts
    assert not started
    assert examine(sent, Config({"Exam": {"sandbox": "none"}}), SEED, ()).problem == "as far as this test goes"
    assert started == ["none"]


def test_where_there_is_no_sandbox_nothing_is_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sent = Submission("ada", "lab", text=received_notebook(NEIGHBOUR))
    monkeypatch.setattr("autograder.exam.settings.strongest", lambda: "none")
    for name, value in {"read_course": [], "prepare": None, "students_in": ["ada"], "Collected": [sent]}.items():
        monkeypatch.setattr(f"autograder.cli.explain.{name}", lambda *_, value=value, **__: value)
    with pytest.raises(CourseError, match="this machine has no sandbox for student code"):
        explain(tmp_path, tmp_path, tmp_path, Config(), "ada", "lab", "test_add_value")


def test_the_default_limits_stand() -> None:
    assert Exam().limits() == Limits()
