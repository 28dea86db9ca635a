"""A scheduler, workers and a grader on machines of their own: network namespaces, where that may be done.

A worker there has nothing of the class on disk: an empty folder is mounted over it. Elsewhere all of them are processes
on this machine's loopback.
"""

from __future__ import annotations

import contextlib
import csv
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.cluster.certificates import make_certificates
from autograder.gradebook.paths import RECORDS
from autograder.gradebook.scores import SCORES
from autograder.grading import plan
from tests.support.notebooks import DOUBLING, RIGHT, ROOT, doubling, make_course, submit

MACHINES = ("hub", "scheduler", "grader", "one", "two")
MARK = "XDG_TEST_MARK"  # a variable that the engine hands on to what it starts
SECONDS = 100.0
STUDENTS = 6
SLOW = "import time\ntime.sleep(0.4)\n"
BLANK = "blank"  # a gradebook into which nothing is graded yet
HIDDEN = 'mount -t tmpfs none "$0" && exec "$@"'


def make_school(folder: Path) -> Path:
    """A course of plain Python, what was handed in, and a gradebook into which nothing is graded yet."""
    settings = 'c.Course.subject = ""\nc.Exam.call_seconds = 2.0'
    make_course(folder / "course", {DOUBLING: doubling()}, settings)
    for number in range(STUDENTS):
        wrong = {"double": f"def double(x):\n    return x + {number}"} if number % 3 == 1 else {}
        answers = {**RIGHT, **wrong}
        submit(folder / "submitted", f"s{number}", answers={**answers, "halve": SLOW + answers["halve"]})
    plan(folder / "course", folder / "submitted", folder / BLANK)  # once for all runs
    return folder


class Network:
    """Namespaces on one bridge."""

    def __init__(self, problem: str) -> None:
        """`problem` is why there is to be none, "" to try."""
        self.prefix, self.problem = f"ag{os.getpid()}", problem
        if problem:
            return
        try:
            self._make()
        except (OSError, subprocess.CalledProcessError) as error:
            self.close()
            said = getattr(error, "stderr", "") or str(error)
            self.problem = said.strip() or "ip netns failed"

    def _make(self) -> None:
        for machine in MACHINES:
            self._ip("netns", "add", self._name(machine))
        hub = self._name("hub")
        self._ip("-n", hub, "link", "add", "name", "bridge0", "type", "bridge")
        self._ip("-n", hub, "link", "set", "bridge0", "up")
        for number, machine in enumerate(MACHINES[1:], 1):
            name, port = self._name(machine), f"port{number}"
            self._ip(
                *("link", "add", port, "netns", hub, "type", "veth", "peer", "name", "eth0", "netns", name),
            )
            self._ip("-n", hub, "link", "set", port, "master", "bridge0", "up")
            self._ip("-n", name, "addr", "add", f"10.77.0.{number}/24", "dev", "eth0")
            for device in ("eth0", "lo"):
                self._ip("-n", name, "link", "set", device, "up")
        subprocess.run([*self.at("one"), *hiding(Path("/mnt")), "true"], check=True, capture_output=True, text=True)

    def address(self, machine: str) -> str:
        return "127.0.0.1" if self.problem else f"10.77.0.{MACHINES.index(machine)}"

    def at(self, machine: str) -> list[str]:
        """What goes before a command that runs on this machine."""
        return [] if self.problem else ["ip", "netns", "exec", self._name(machine)]

    def close(self) -> None:
        for machine in MACHINES:
            subprocess.run(["ip", "netns", "delete", self._name(machine)], check=False, capture_output=True)

    def _name(self, machine: str) -> str:
        return f"{self.prefix}{machine}"

    def _ip(self, *arguments: str) -> None:
        subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True)


def hiding(folder: Path) -> list[str]:
    """What goes before a command that finds `folder` empty."""
    return ["unshare", "--mount", "sh", "-c", HIDDEN, str(folder)]


class Machines:
    """What runs on them. Certificates lie beside the class, so each worker has a copy of its own."""

    def __init__(self, folder: Path, school: Path, no_network: str = "") -> None:
        """`school` is the folder with the course and the submissions, `no_network` why all is to be on loopback."""
        self.folder, self.school, self.mark = folder, school, uuid.uuid4().hex
        self.network = Network(no_network)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        make_certificates(folder / "tls")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    @property
    def in_words(self) -> str:
        problem = self.network.problem
        where = f"processes on loopback ({problem})" if problem else "network namespaces of their own, no shared folder"
        return f"cluster: a scheduler and two workers in {where}"

    @property
    def address(self) -> str:
        return f"tls://{self.network.address('scheduler')}:{self.port}"

    @property
    def tls(self) -> str:
        return ",".join(str(self.folder / "tls" / name) for name in ("ca.pem", "cert.pem", "key.pem"))

    def start_scheduler(self) -> None:
        host = self.network.address("scheduler")
        options = ["--tls", self.tls, "--host", host, "--port", str(self.port)]
        self._start("scheduler", [sys.executable, "-m", "autograder", "scheduler", *options])

    def start_worker(self, machine: str, preload: str = "") -> None:
        """`preload` is code that runs in the worker first."""
        home = self.folder / machine
        home.mkdir(exist_ok=True)
        environment = {"HOME": str(home), "DASK_TEMPORARY_DIRECTORY": str(home)}
        if preload:
            (home / "preloaded.py").write_text(preload, encoding="utf-8")
            environment["DASK_DISTRIBUTED__WORKER__PRELOAD"] = str(home / "preloaded.py")
        hidden = [] if self.network.problem else hiding(self.school)
        options = ["--tls", self.tls, "--desks", "1", "--name", machine]
        command = [*hidden, sys.executable, "-m", "autograder", "worker", self.address, *options]
        self._start(machine, command, environment, cwd=home)

    @contextlib.contextmanager
    def ssh_server(self, folder: Path) -> Iterator[Path]:
        """An SSH server on the grader's machine; the home of who may log in."""
        self._start("server", [sys.executable, "-m", "tests.support.ssh_server", str(folder)], at="grader")
        while not (folder / ".ssh" / "config").exists():
            assert self.running["server"].poll() is None, self.said("server")
            time.sleep(0.05)  # between two looks for the last file that it writes before it is ready
        yield folder
        self.kill("server")

    def grade(
        self, gradebook: str, *options: str, environment: dict[str, str] | None = None, submitted: str = "submitted"
    ) -> subprocess.Popen[bytes]:
        """Start `grade` on the grader's machine, into a copy of the empty gradebook unless there is one."""
        if not (self.school / gradebook).exists():
            shutil.copytree(self.school / BLANK, self.school / gradebook)
        where = ["--course", str(self.school / "course"), "--submitted", str(self.school / submitted)]
        book = ["--gradebook", str(self.school / gradebook)]
        cluster = options or ("--cluster", self.address, "--tls", self.tls)
        self._start("grader", [sys.executable, "-m", "autograder", "grade", *where, *book, *cluster], environment)
        return self.running["grader"]

    def said(self, machine: str) -> str:
        """All that it printed since it was started."""
        return (self.folder / f"{machine}.log").read_text(encoding="utf-8", errors="replace")

    def knock(self, code: str, *files: str) -> str:
        """What Python code on the grader's machine prints, given the scheduler's host and port and these files."""
        host = self.network.address("scheduler")
        command = [*self.network.at("grader"), sys.executable, "-c", code, host, str(self.port), *files]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=SECONDS).stdout.strip()

    def kill(self, machine: str) -> None:
        """kill -9 to the command and to what of Dask's it has started. An engine has to notice by itself."""
        process = self.running.pop(machine)
        family = _family(process.pid)
        for pid in family:
            _kill(pid)
        process.wait()

    def close(self) -> list[str]:
        """End all; returns the command lines of what is still there after a while."""
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait(SECONDS)
        end = time.monotonic() + 10
        while (left := self.left()) and time.monotonic() < end:
            time.sleep(0.1)  # between two looks: who was not started here cannot be waited for
        for pid in left:
            _kill(pid)
        self.network.close()
        return list(left.values())

    def left(self) -> dict[int, str]:
        """All processes that come from these machines, wherever they hang now."""
        found = {}
        for path in Path("/proc").glob("[0-9]*"):
            try:
                if self.mark.encode() in (path / "environ").read_bytes() and int(path.name) != os.getpid():
                    found[int(path.name)] = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:  # it has just ended
                continue
        return {pid: command for pid, command in found.items() if command}

    def _start(
        self,
        machine: str,
        command: Sequence[str],
        environment: dict[str, str] | None = None,
        cwd: Path | None = None,
        at: str = "",
    ) -> None:
        variables = {**os.environ, "PYTHONPATH": str(ROOT), MARK: self.mark, **(environment or {})}
        with (self.folder / f"{machine}.log").open("wb") as log:
            self.running[machine] = subprocess.Popen(
                [*self.network.at(at or machine), *command],
                env=variables,
                cwd=cwd or self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def _family(pid: int) -> list[int]:
    """A process and all that descend from it, parents first, but for an engine's."""
    if b"autograder.exam.forkserver" in Path(f"/proc/{pid}/cmdline").read_bytes():
        return []
    children = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        children += [int(child) for child in path.read_text().split()]
    return [pid, *(one for child in children for one in _family(child))]


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def ended(run: subprocess.Popen[bytes], machines: Machines) -> int:
    code = run.wait(SECONDS)
    print(machines.said("grader"))
    return code


def recorded(machines: Machines, gradebook: str) -> int:
    return len(list((machines.school / gradebook / RECORDS).glob("*/*.json")))


def table(machines: Machines, gradebook: str) -> list[dict[str, str]]:
    with (machines.school / gradebook / SCORES).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def same_as_here(machines: Machines, gradebook: str) -> None:
    """Nothing lost, nothing twice, no point moved."""
    scores = [(machines.school / book / SCORES).read_bytes() for book in (gradebook, "here")]
    assert scores[0] == scores[1]
    assert recorded(machines, gradebook) == STUDENTS
