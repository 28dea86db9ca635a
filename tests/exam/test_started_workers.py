"""A class graded by workers that `grade` itself starts, here or by SSH, or by processes, comes to the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from autograder.grading import grade, plan
from tests.support.cluster import BLANK, Machines, ended, make_school, same_as_here


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """Nothing runs yet but what the class came to without a cluster; at the end nothing is left."""
    school = make_school(tmp_path_factory.mktemp("school"))
    machines = Machines(tmp_path_factory.mktemp("machines"), school, no_network="one machine is enough here")
    assert ended(machines.grade("here", "--jobs", "2"), machines) == 0
    yield machines
    assert machines.close() == []


def test_workers_that_grade_starts_here_come_to_the_same(machines: Machines) -> None:
    assert ended(machines.grade("local", "--cluster", "local:2"), machines) == 0
    same_as_here(machines, "local")
    assert "cluster: 2 workers" in machines.said("grader")


def test_workers_that_grade_starts_by_ssh_come_to_the_same(machines: Machines, tmp_path: Path) -> None:
    with machines.ssh_server(tmp_path) as home:
        (tmp_path / "hosts.txt").write_text("# the scheduler, then two workers\n" + 3 * "127.0.0.1\n", encoding="utf-8")
        options = ("--cluster", f"ssh:{tmp_path / 'hosts.txt'}", "--tls", machines.tls, "--jobs", "1")
        assert ended(machines.grade("by_ssh", *options, environment={"HOME": str(home)}), machines) == 0
    same_as_here(machines, "by_ssh")
    assert "cluster: 2 workers, 2 submissions at a time" in machines.said("grader")


def test_a_pool_of_processes_comes_to_the_same(machines: Machines) -> None:
    school, book = machines.school, machines.school / "pool"
    shutil.copytree(school / BLANK, book)
    work = plan(school / "course", school / "submitted", book)
    grade(work, 2, lambda jobs: ProcessPoolExecutor(jobs, get_context("spawn")))
    same_as_here(machines, "pool")
