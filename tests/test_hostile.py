"""The hostile corpus: each case earns the points of its honest part, the next student is graded in full, and nothing is left behind.

Each family also has a case that does succeed once its defence is switched off, so that the corpus is seen to bite.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.exam import examiner, sandbox, warm
from autograder.exam.sandbox import Kind, Limits, strongest
from autograder.exam.settings import Exam
from tests.hostile.case import Case
from tests.hostile.corpus import CASES
from tests.hostile.kernel import in_one_kernel
from tests.hostile.lab import CANARY, HONEST
from tests.hostile.run import LIMITS, Hall, received_notebook
from tests.hostile.weak import SWITCHES, switched_off

pytestmark = [
    pytest.mark.skipif(strongest() == "none", reason="this machine has no sandbox to put hostile code into"),
    pytest.mark.xdist_group("hostile"),
]
BY_ID = {case.id: case for case in CASES}
FAMILIES = Counter(case.family for case in CASES)
ORDINARY = 65534


@pytest.fixture(scope="module")
def hall() -> Iterator[Hall]:
    opened = Hall(strongest())
    yield opened
    opened.close()


def test_the_corpus_is_large_enough() -> None:
    assert len(CASES) >= 80 and len(FAMILIES) >= 25
    assert {family: count for family, count in FAMILIES.items() if count < 3} == {}


@pytest.mark.parametrize("case", CASES, ids=BY_ID)
def test_a_case_earns_what_its_honest_part_earns(hall: Hall, case: Case) -> None:
    wrong = hall.run(case)
    if wrong and hall.engine.is_alive():
        wrong = hall.run(case)  # a second chance for a machine that was busy
    assert wrong == []


def complaints_in_one_kernel(case: Case) -> list[str]:
    return Hall.complaints(case, in_one_kernel(case))


@pytest.mark.parametrize(
    "name",
    [
        "loops/in_a_cell",
        "sleeps/in_a_cell",
        "interrupts/swallowed",
        "c calls/in_a_cell",
        "exits/os_exit_in_cells",
        "descriptors/all_closed_in_a_cell",
        "recursion/a_segmentation_fault",
        "tags/skip_execution",
        "displayhook/of_the_shell",
        "transformers/of_lines",
        "hooks/run_code",
        "values/equal_in_a_tuple",
        "values/torch_function",
        "patches/libraries_in_an_answer",
        "shadows/names_of_the_setup",
    ],
)
def test_in_one_kernel_it_succeeds(name: str) -> None:
    """The defence is that there are two processes, of which only one can be reached."""
    assert complaints_in_one_kernel(replace(BY_ID[name], shows="", reason=""))


def test_in_one_kernel_an_honest_submission_is_graded() -> None:
    assert complaints_in_one_kernel(Case("honest", "all", {}, {name: [] for name in HONEST}, frozenset())) == []


@pytest.mark.parametrize(
    ("switch", "name"),
    [
        ("no_sweep", "leftovers/a_daemon"),
        ("open_stdin", "input/in_an_answer"),
        ("students_guard", "guard/patched"),
        ("exceptions_by_name", "exceptions/named_Unsupported"),
        ("long_reasons", "messages/a_long_reason"),
        ("raw_outputs", "outputs/of_unknown_kinds"),
        ("strangers_handed_on", "trees/a_foreign_weight_handed_on"),
        ("whole_environment", "reads/the_environment_in_memory"),
    ],
)
def test_with_its_defence_switched_off_it_succeeds(switch: str, name: str) -> None:
    assert switch in {*SWITCHES, "whole_environment"}
    if not sandbox.works("user"):
        pytest.skip("there are no user namespaces here")
    with switched_off(switch):
        hall = Hall("user")
        try:
            assert hall.run(BY_ID[name])
        finally:
            hall.close()


@pytest.mark.parametrize("name", ["reads/proc", "writes/links", "network/listening"])
def test_without_a_sandbox_it_succeeds(name: str) -> None:
    hall = Hall("none")
    try:
        assert hall.run(BY_ID[name])
    finally:
        hall.close()


def test_with_a_larger_limit_it_succeeds() -> None:
    """Here on output; bombs that are bounded by other limits would hurt this machine."""
    hall = Hall(strongest(), replace(LIMITS, output=2**29))
    try:
        assert hall.run(BY_ID["bombs/output_of_displays"])
    finally:
        hall.close()


@pytest.mark.parametrize("kind", ["root", "user"])
def test_the_canary_never_crosses_the_wire(kind: Kind) -> None:
    """All that is said in both directions, with a submission that provokes every failure message."""
    if not sandbox.works(kind):
        pytest.skip(f"the sandbox {kind!r} does not work here")
    for case in (
        Case("honest", "all", {}, {name: [] for name in HONEST}, frozenset()),
        BY_ID["displayhook/five"],
        BY_ID["reads/all_objects"],
    ):
        said = overheard(kind, case)
        assert len(said) > 1000
        assert CANARY.encode() not in said
        assert b"HIDDEN TESTS" not in said


def overheard(kind: Kind, case: Case) -> bytes:
    """Every byte between examiner and candidate, in a process of its own."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reader)
            said = _overheard(kind, case)
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(said)
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read()
    os.waitpid(pid, 0)
    return said


def _overheard(kind: Kind, case: Case) -> bytes:
    import torch

    from autograder.exam import pristine
    from autograder.exam.shell import Shell

    torch.set_num_threads(1)
    said = bytearray()
    ours, theirs = socket.socketpair()
    if os.fork() == 0:
        ours.close()
        warm._porter(theirs, kind, LIMITS, "/nowhere", 77, Shell.instance(), pristine.pristine_guard())

    class Overhearing(examiner.Porter):
        def spawn(self) -> tuple[socket.socket, int]:
            far, pid = super().spawn()
            near, end = socket.socketpair()
            for source, target in ((far, end), (end, far)):
                threading.Thread(target=carry, args=(source, target), daemon=True).start()
            return near, pid

    def carry(source: socket.socket, target: socket.socket) -> None:
        while data := source.recv(2**16):
            said.extend(data)
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)

    theirs.close()
    porter = Overhearing(ours)
    job = {"text": received_notebook(case), "seed": "5eed" * 16, "run_all": False, "limits": vars(LIMITS)}
    answer = examiner.examine(job, porter)
    assert answer["op"] == "examined"
    porter.sweep()
    return bytes(said)


def test_nothing_runs_on_when_the_engine_is_closed_in_the_middle() -> None:
    hall = Hall(strongest())
    case = BY_ID["leftovers/one_that_forks_itself_anew"]
    busy = threading.Thread(target=hall.sit, args=(replace(case, extras={"end": ["import time\ntime.sleep(100)"], **case.extras}),))
    busy.start()
    time.sleep(1.0)
    root = hall.engine.parent.pid
    hall.engine.close(now=True)
    busy.join(10)
    hall.close()
    assert not [line for line in Path("/proc").glob("[0-9]*/stat") if _session(line) == root]


def _session(path: Path) -> int:
    try:
        return int(path.read_text().rsplit(")", 1)[1].split()[3])
    except OSError:
        return 0


def test_the_default_limits_stand() -> None:
    assert Exam().limits() == Limits()


def test_cases_are_plain_data() -> None:
    for case in CASES:
        json.dumps([case.answers, case.extras, case.sent, sorted(case.fails)])
