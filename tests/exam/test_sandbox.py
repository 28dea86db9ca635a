"""What student code can see and do in a sandbox made by root, and in one made by an ordinary user.

Each fact is observed by a candidate.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.exam import engines
from autograder.exam.engine import Engine
from autograder.exam.limits import Limits
from autograder.exam.sandbox import mounts
from autograder.exam.sandbox.rlimits import KEPT_BACK
from autograder.exam.sandbox.seccomp import has_filter
from autograder.exam.sandbox.walls import FIRST_USER, INSIDE_USER, works
from tests.support.notebooks import ROOT, SUBJECT, make_cell, make_notebook

LIMITS = Limits(disk=8 * 2**20, memory=512 * 2**20, processes=40)

PROBE = r"""
import ctypes, errno, importlib, json, os, resource, signal, socket, stat, subprocess, sys, time

def attempt(what):
    try:
        return ["went through", repr(what())]
    except OSError as error:
        return [errno.errorcode.get(error.errno, "?"), ""]
    except Exception as error:
        return [type(error).__name__, str(error)]

libc = ctypes.CDLL(None, use_errno=True)

def call(name, *arguments):
    return "went through" if getattr(libc, name)(*arguments) == 0 else errno.errorcode[ctypes.get_errno()]

def observed():
    facts = {"uid": os.getuid(), "euid": os.geteuid(), "gid": os.getgid(), "groups": os.getgroups(), "pid": os.getpid()}
    facts["sees"] = {path: os.path.exists(path) for path in PATHS}
    facts["root"] = sorted(os.listdir("/"))
    facts["environment"] = dict(os.environ)
    facts["folder"] = [os.getcwd(), sorted(os.listdir("."))]
    families, kinds = (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX), (socket.SOCK_STREAM, socket.SOCK_DGRAM)
    facts["network"] = [attempt(lambda: socket.socket(family, kind)) for family in families for kind in kinds]
    facts["writes"] = {path: attempt(lambda: open(os.path.join(path, "probe"), "w").close()) for path in WRITES}
    facts["own folder"] = attempt(lambda: open("probe", "w").write("text"))
    with open("script", "w") as file:
        file.write("#!/bin/sh\necho out\n")
    os.chmod("script", 0o755)
    facts["run a file of its own"] = attempt(lambda: subprocess.run(["./script"], check=True))
    def fill():
        with open("large", "wb") as file:
            for _ in range(20):
                file.write(bytes(2**20))
    facts["a large file"] = attempt(fill)
    os.remove("large")
    def scatter():
        for number in range(20):
            with open(f"part{number}", "wb") as file:
                file.write(bytes(2**20))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    facts["many files"] = attempt(scatter)
    facts["limits"] = {name: resource.getrlimit(getattr(resource, name)) for name in LIMITS}
    facts["more memory"] = attempt(lambda: bytearray(2**30))
    facts["raise a limit"] = attempt(lambda: resource.setrlimit(resource.RLIMIT_NPROC, (10**5, 10**5)))
    facts["no new privileges"] = libc.prctl(39, 0, 0, 0, 0)
    facts["filter"] = libc.prctl(21, 0, 0, 0, 0)
    facts["bounding set"] = [number for number in range(41) if libc.prctl(23, number, 0, 0, 0) == 1]
    header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    libc.capget(header, data)
    facts["capabilities"] = list(data)
    facts["become root"] = attempt(lambda: os.setuid(0))
    facts["calls"] = {
        "unshare": call("unshare", 0x10000000), "mount": call("mount", b"none", b"/exam", b"tmpfs", 0, None),
        "umount": call("umount2", b"/exam", 2), "chroot": call("chroot", b"/exam"), "ptrace": "went through" if
        libc.ptrace(16, os.getppid(), 0, 0) == 0 else "EPERM", "sethostname": call("sethostname", b"x", 1),
    }
    facts["signals"] = {str(pid): attempt(lambda: os.kill(pid, 0)) for pid in (1, os.getppid() or 1, *OUTSIDE)}
    facts["files open"] = [number for number in range(256) if not attempt(lambda: os.fstat(number))[0] == "EBADF"]
    opened = [os.fstat(number) for number in facts["files open"]]
    facts["connections"] = len({status.st_ino for status in opened if stat.S_ISSOCK(status.st_mode)})
    imports = {name: attempt(lambda: importlib.import_module(name))[0] for name in ("nbgrader", "sqlalchemy")}
    facts["modules"] = [name for name, outcome in imports.items() if outcome == "went through"]
    return facts

print(json.dumps(observed()))
"""


def probe(started: Engine, source: str, **names: Any) -> str:
    """What a cell prints inside."""
    given = "\n".join(f"{name} = {value!r}" for name, value in names.items())
    cells = [make_cell("code", "names", given or "pass"), make_cell("code", "probe", source)]
    answer = started.examine({"text": nbformat.writes(make_notebook(cells)), "seed": "00" * 32, "run_all": False})
    assert answer["op"] == "examined", answer
    outputs = nbformat.reads(answer["text"], as_version=4).cells[1].outputs
    assert [output.get("name") for output in outputs] == ["stdout"], outputs
    return str(outputs[0].text)


@pytest.fixture(scope="module", params=["root", "user"])
def started(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if not works(request.param):
        pytest.skip(f"the sandbox {request.param!r} cannot be had here")
    engine = Engine(LIMITS, request.param, (), SUBJECT)
    yield engine
    engine.close(now=True)


@pytest.fixture(scope="module")
def facts(started: Engine, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All that the probe observes on a machine with a gradebook."""
    gradebook = tmp_path_factory.mktemp("world") / "gradebook"
    (gradebook / "submitted").mkdir(parents=True)
    (gradebook / "gradebook.db").write_text("")
    gradebook.parent.chmod(0o755)
    paths = [
        str(path)
        for path in (gradebook, gradebook / "gradebook.db", ROOT / "solutions", ROOT / "autograder", ROOT / "tests")
    ]
    paths += [
        str(Path.home() / ".ssh"),
        "/etc/passwd",
        "/etc/shadow",
        "/proc/self",
        "/proc/1",
        "/sys/kernel",
        "/root",
        "/home",
        "/var",
        "/run",
    ]
    paths += ["/usr/bin", sys.prefix, str(ROOT / "cnnlab"), "/dev/null", "/dev/sda", "/dev/shm", "/dev/tty"]
    writes = ["/", "/usr", "/dev", sys.prefix, str(ROOT / "cnnlab"), str(Path(nbformat.__file__).parent), "/tmp"]
    limits = [name for name in dir(resource) if name.startswith("RLIMIT_")]
    outside = [os.getpid(), started.parent.pid]
    printed = probe(started, PROBE, PATHS=paths, WRITES=writes, LIMITS=limits, OUTSIDE=outside)
    observations: dict[str, Any] = json.loads(printed)
    observations["kind"] = started.sandbox
    return observations


# Who it is


def test_it_is_another_user_without_groups(facts: dict[str, Any]) -> None:
    ids = {facts["uid"], facts["euid"], facts["gid"]}
    assert len(ids) == 1
    if facts["kind"] == "root":
        assert min(ids) >= FIRST_USER
        assert facts["groups"] == []
    else:
        assert ids == {INSIDE_USER}


def test_candidates_at_the_same_time_are_different_users_or_in_different_namespaces(started: Engine) -> None:
    with ThreadPoolExecutor(2) as pool:
        source = "import os, time\nopen(f'{os.getpid()}', 'w')\ntime.sleep(1)\nprint(os.getuid(), len(os.listdir()))"
        lines = [line.split() for line in pool.map(lambda _: probe(started, source), range(2))]
    assert [files for _, files in lines] == ["1", "1"]
    assert len({user for user, _ in lines}) == (2 if started.sandbox == "root" else 1)


def test_it_has_no_rights_and_cannot_get_any(facts: dict[str, Any]) -> None:
    assert facts["capabilities"] == [0] * 6
    assert facts["bounding set"] == []
    assert facts["no new privileges"] == 1
    assert facts["become root"][0] in ("EPERM", "EINVAL")  # in a namespace without a root there is nobody to become
    assert facts["filter"] == (2 if has_filter() else 0)


def test_system_calls_that_lead_out_are_refused(facts: dict[str, Any]) -> None:
    assert set(facts["calls"].values()) == {"EPERM"}, facts["calls"]


# What it sees


def test_it_sees_nothing_of_ours_or_of_other_people(facts: dict[str, Any]) -> None:
    seen = {path for path, is_there in facts["sees"].items() if is_there}
    hidden_by_python = (
        {"/root", "/home"}
        if sys.prefix.startswith(("/root", "/home")) or sys.base_prefix.startswith(("/root", "/home"))
        else set()
    )
    assert seen - hidden_by_python == {"/usr/bin", sys.prefix, str(ROOT / "cnnlab"), "/dev/null"}


def test_its_root_holds_what_python_needs(facts: dict[str, Any]) -> None:
    needed = {Path(path).parts[1] for path in (sys.prefix, sys.base_prefix, str(ROOT))}
    system = {"bin", "dev", "etc", "exam", "lib", "lib32", "lib64", "tmp", "usr"}
    assert set(facts["root"]) <= system | needed


def test_an_environment_that_is_a_link_is_shown_with_what_it_links_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.mkdir()
    link.symlink_to(real)
    monkeypatch.setattr(sys, "prefix", str(link))
    assert mounts.shown_paths([], [])[real]
    assert link in mounts._links(link)


def test_its_environment_tells_nothing(facts: dict[str, Any]) -> None:
    own = {"HOME", "TMPDIR", "LANG", "PATH", "OMP_NUM_THREADS", "MPLCONFIGDIR"}
    by_libraries = {name for name in facts["environment"] if name.startswith(("KMP_", "TORCH", "MPL", "LC_"))}
    assert set(facts["environment"]) <= own | by_libraries
    assert facts["environment"]["HOME"] == "/exam"


def test_it_starts_in_an_empty_folder_of_its_own(facts: dict[str, Any]) -> None:
    assert facts["folder"] == ["/exam", []]


def test_it_has_one_connection_twice_and_no_other_open_file(facts: dict[str, Any]) -> None:
    """The copy reserves a descriptor for the connection of an answering fork."""
    assert facts["files open"][:3] == [0, 1, 2]
    assert len(facts["files open"]) == 5
    assert facts["connections"] == 1


def test_there_is_no_network(facts: dict[str, Any]) -> None:
    refused = {"EPERM", "EACCES"} if has_filter() else {"went through"}
    assert {outcome for outcome, _ in facts["network"]} <= refused


def test_it_reaches_no_process_outside(facts: dict[str, Any]) -> None:
    outcomes = {pid: outcome for pid, (outcome, _) in facts["signals"].items()}
    assert all(outcomes[str(pid)] in ("ESRCH", "EPERM") for pid in (os.getpid(),)), outcomes
    assert facts["pid"] < 1000


# What it may use


def test_it_writes_in_its_own_folder_and_nowhere_else(facts: dict[str, Any]) -> None:
    outcomes = {path: outcome for path, (outcome, _) in facts["writes"].items()}
    assert outcomes.pop("/tmp") in (
        "went through",
        "EROFS",
        "EACCES",
    )  # its own folder, unless the course itself lies below /tmp
    assert set(outcomes.values()) <= {"EROFS", "EACCES"}, outcomes
    assert facts["own folder"][0] == "went through"


def test_its_folder_is_of_limited_size_and_runs_no_programs(facts: dict[str, Any]) -> None:
    assert facts["a large file"][0] in ("EFBIG", "ENOSPC")
    assert facts["many files"][0] == "ENOSPC"
    assert facts["run a file of its own"][0] == "EACCES"


def test_the_limits_are_set_and_cannot_be_raised(facts: dict[str, Any]) -> None:
    limits = {name: soft for name, (soft, hard) in facts["limits"].items() if soft == hard}
    # A few more, and no others, are kept back for our own side of the candidate.
    assert facts["limits"]["RLIMIT_NPROC"] == [LIMITS.processes, LIMITS.processes + KEPT_BACK]
    assert limits["RLIMIT_FSIZE"] == LIMITS.disk
    assert limits["RLIMIT_CORE"] == 0
    assert limits["RLIMIT_CPU"] >= LIMITS.submission_seconds
    assert limits["RLIMIT_NOFILE"] == 256
    assert LIMITS.memory < limits["RLIMIT_AS"] < 16 * 2**30
    assert facts["more memory"][0] == "MemoryError"
    assert facts["raise a limit"][0] in ("ValueError", "EPERM")


def test_what_one_candidate_writes_the_next_one_does_not_find(started: Engine) -> None:
    assert probe(started, "open('left', 'w').write('x')\nimport os\nprint(os.listdir())") == "['left']\n"
    assert probe(started, "import os\nprint(os.listdir())") == "[]\n"


def test_no_engine_is_left() -> None:
    assert not engines._engines
