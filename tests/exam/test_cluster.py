"""A class graded on several machines comes to the same as on one, whatever is killed and whoever tells lies."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.cluster.certificates import make_certificates
from tests.support.cluster import STUDENTS, Machines, ended, make_school, recorded, same_as_here, table
from tests.support.notebooks import DOUBLING, RIGHT, submit

LIAR = """
import json
from autograder.exam import engines
honest, told = getattr(engines.work, "honest", engines.work), []  # Dask may load this twice
def lie(job):
    told.append(job)
    answer = json.loads(honest(job)) if len(told) in (1, 4) else {}
    if len(told) == 1: return json.dumps({**answer, "key": "0" * 64}).encode()
    if len(told) == 2: return bytes(2**30)
    if len(told) == 3: return b"all is well"
    if len(told) == 4: return json.dumps({**answer, "course": "of last year"}).encode()
    return honest(job)
lie.__module__, lie.__qualname__ = honest.__module__, honest.__qualname__
lie.honest, engines.work = honest, lie
"""
LIES = (
    "it answers another job",
    "it is 1024 MiB long",
    "it is no JSON",
    "it is from another state of the course",
)
DEADLY = "# takes its worker down"
MORTAL = f"""
import os
from autograder.exam import engines
honest = getattr(engines.work, "honest", engines.work)  # Dask may load this twice
def work(job):
    if b{DEADLY!r} in job: os.kill(os.getpid(), 9)
    return honest(job)
work.__module__, work.__qualname__ = honest.__module__, honest.__qualname__
work.honest, engines.work = honest, work
"""
OTHER_ENGINE = """
from autograder.cluster import desks
desks.engine_print = lambda subject: "of last year"
"""


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A scheduler and two workers; at the end nothing of them is left."""
    machines = Machines(tmp_path_factory.mktemp("machines"), make_school(tmp_path_factory.mktemp("school")))
    machines.start_scheduler()
    for worker in ("one", "two"):
        machines.start_worker(worker, MORTAL)
    assert ended(machines.grade("here", "--jobs", "2"), machines) == 0
    yield machines
    assert machines.close() == []


def in_the_middle(run: subprocess.Popen[bytes], machines: Machines, gradebook: str) -> None:
    """Wait until something of the run is recorded, and not all."""
    while not recorded(machines, gradebook):
        assert run.poll() is None, machines.said("grader")
        time.sleep(0.02)  # reason: between two looks; a run tells nobody but its user what it has done
    assert recorded(machines, gradebook) < STUDENTS


def test_two_machines_grade_as_one_does(machines: Machines, record_property: Callable[[str, object], None]) -> None:
    record_property("figure", machines.in_words)
    assert ended(machines.grade("there"), machines) == 0
    same_as_here(machines, "there")
    assert "cluster: 2 workers, 2 submissions at a time" in machines.said("grader")
    texts = [
        (machines.school / book / "autograded" / "s1" / DOUBLING / "doubling.ipynb").read_text(encoding="utf-8")
        for book in ("here", "there")
    ]
    assert texts[0] == texts[1]


def test_a_worker_has_nothing_of_the_class_on_disk(machines: Machines) -> None:
    if machines.network.problem:
        pytest.skip(reason=f"on loopback all machines see one disk: {machines.network.problem}")
    for worker in ("one", "two"):
        root = Path(f"/proc/{machines.running[worker].pid}/root")
        assert list((root / machines.school.relative_to("/")).iterdir()) == []


def test_the_death_of_a_worker_costs_nobody_anything(machines: Machines) -> None:
    run = machines.grade("worker_killed")
    in_the_middle(run, machines, "worker_killed")
    machines.kill("one")
    assert ended(run, machines) == 0
    same_as_here(machines, "worker_killed")
    machines.start_worker("one", MORTAL)


def test_a_submission_that_takes_two_workers_down_needs_a_person_and_no_other_does(machines: Machines) -> None:
    shutil.copytree(machines.school / "submitted", machines.school / "with_a_deadly_one")
    submit(machines.school / "with_a_deadly_one", "s3", answers={**RIGHT, "double": f"{DEADLY}\n{RIGHT['double']}"})
    assert ended(machines.grade("deadly", submitted="with_a_deadly_one"), machines) == 3
    rows, here = (table(machines, gradebook) for gradebook in ("deadly", "here"))
    [stuck] = [row for row in rows if row["outcome"] == "needs-human"]
    assert (stuck["student"], stuck["points"]) == ("s3", "")
    assert stuck["reason"].startswith("two workers were lost while they examined it: LostWorkerError: worker ")
    assert [row for row in rows if row is not stuck] == [row for row in here if row["student"] != "s3"]


def test_the_death_of_the_scheduler_costs_nobody_anything(machines: Machines) -> None:
    run = machines.grade("scheduler_killed")
    in_the_middle(run, machines, "scheduler_killed")
    machines.kill("scheduler")
    machines.start_scheduler()
    assert ended(run, machines) == 0
    same_as_here(machines, "scheduler_killed")


def test_after_the_death_of_the_grader_another_run_goes_on(machines: Machines) -> None:
    run = machines.grade("grader_killed")
    in_the_middle(run, machines, "grader_killed")
    machines.kill("grader")
    kept = recorded(machines, "grader_killed")
    assert 0 < kept < STUDENTS
    assert ended(machines.grade("grader_killed"), machines) == 0
    same_as_here(machines, "grader_killed")
    assert f"{STUDENTS - kept} run, {kept} kept from the last run" in machines.said("grader")


KNOCK = """
import socket, ssl, sys
host, port, authority, certificate, key = sys.argv[1:]
with socket.create_connection((host, int(port)), 5) as plain:
    try:
        if authority:
            context = ssl.create_default_context(cafile=authority)
            context.check_hostname = False
            if certificate: context.load_cert_chain(certificate, key)
            plain = context.wrap_socket(plain)
        plain.sendall(bytes(64))
        print("got", len(plain.recv(8)))
    except OSError:
        print("refused")
"""


def test_who_has_no_certificate_of_the_cluster_gets_nothing(machines: Machines, tmp_path: Path) -> None:
    foreign = list(map(str, make_certificates(tmp_path)))
    authority, *own = machines.tls.split(",")
    said = {
        "own": machines.knock(KNOCK, authority, *own),
        "none": machines.knock(KNOCK, authority, "", ""),
        "foreign": machines.knock(KNOCK, authority, *foreign[1:]),
        "not encrypted": machines.knock(KNOCK, "", "", ""),
    }
    assert said == {"own": "got 8", "none": "refused", "foreign": "refused", "not encrypted": said["not encrypted"]}
    assert said["not encrypted"] in ("refused", "got 0")


def test_a_liar_costs_its_own_jobs_only_and_another_engine_gets_none(machines: Machines) -> None:
    for worker in ("one", "two"):
        machines.kill(worker)
    machines.start_worker("one", LIAR)
    machines.start_worker("two", OTHER_ENGINE)
    for worker in ("one", "two"):
        while "Registered to" not in machines.said(worker):
            time.sleep(0.05)  # reason: between two looks; the scheduler tells nobody else
    assert ended(machines.grade("lied_to"), machines) == 3
    assert "worker two (tls://" in machines.said("grader")
    assert "is refused: it has other code than the grader" in machines.said("grader")
    rows = table(machines, "lied_to")
    stuck = [row for row in rows if row["outcome"] == "needs-human"]
    assert Counter(row["reason"].rpartition(": ")[2] for row in stuck) == Counter(LIES)
    assert {row["points"] for row in stuck} == {""}
    lied_to = {row["student"] for row in stuck}
    honest = [row for row in table(machines, "here") if row["student"] not in lied_to]
    assert [row for row in rows if row["outcome"] != "needs-human"] == honest
