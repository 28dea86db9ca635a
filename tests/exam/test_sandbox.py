"""What student code finds when it looks around: from root and from an ordinary user's namespace. Each fact is asked by
a candidate.
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

from autograder.exam import engine as engines
from autograder.exam.engine import Engine
from autograder.exam.limits import Limits
from autograder.exam.sandbox import mounts
from autograder.exam.sandbox.seccomp import has_filter
from autograder.exam.sandbox.walls import FIRST_USER, INSIDE_USER, works
from tests.support.notebooks import ROOT, make_cell, make_notebook

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

def tell():
    found = {"uid": os.getuid(), "euid": os.geteuid(), "gid": os.getgid(), "groups": os.getgroups(), "pid": os.getpid()}
    found["sees"] = {path: os.path.exists(path) for path in PATHS}
    found["root"] = sorted(os.listdir("/"))
    found["environment"] = dict(os.environ)
    found["folder"] = [os.getcwd(), sorted(os.listdir("."))]
    found["network"] = [attempt(lambda: socket.socket(family, kind)) for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX)
                        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM)]
    found["writes"] = {path: attempt(lambda: open(os.path.join(path, "probe"), "w").close()) for path in WRITES}
    found["own folder"] = attempt(lambda: open("probe", "w").write("text"))
    with open("script", "w") as file:
        file.write("#!/bin/sh\necho out\n")
    os.chmod("script", 0o755)
    found["run a file of its own"] = attempt(lambda: subprocess.run(["./script"], check=True))
    def fill():
        with open("large", "wb") as file:
            for _ in range(20):
                file.write(bytes(2**20))
    found["a large file"] = attempt(fill)
    os.remove("large")
    def scatter():
        for number in range(20):
            with open(f"part{number}", "wb") as file:
                file.write(bytes(2**20))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    found["many files"] = attempt(scatter)
    found["limits"] = {name: resource.getrlimit(getattr(resource, name)) for name in LIMITS}
    found["more memory"] = attempt(lambda: bytearray(2**30))
    found["raise a limit"] = attempt(lambda: resource.setrlimit(resource.RLIMIT_NPROC, (10**5, 10**5)))
    found["no new privileges"] = libc.prctl(39, 0, 0, 0, 0)
    found["filter"] = libc.prctl(21, 0, 0, 0, 0)
    found["bounding set"] = [number for number in range(41) if libc.prctl(23, number, 0, 0, 0) == 1]
    header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    libc.capget(header, data)
    found["capabilities"] = list(data)
    found["become root"] = attempt(lambda: os.setuid(0))
    found["calls"] = {
        "unshare": call("unshare", 0x10000000), "mount": call("mount", b"none", b"/exam", b"tmpfs", 0, None),
        "umount": call("umount2", b"/exam", 2), "chroot": call("chroot", b"/exam"), "ptrace": "went through" if
        libc.ptrace(16, os.getppid(), 0, 0) == 0 else "EPERM", "sethostname": call("sethostname", b"x", 1),
    }
    found["signals"] = {str(pid): attempt(lambda: os.kill(pid, 0)) for pid in (1, os.getppid() or 1, *OUTSIDE)}
    found["files open"] = [number for number in range(256) if not attempt(lambda: os.fstat(number))[0] == "EBADF"]
    found["connections"] = len({os.fstat(number).st_ino for number in found["files open"] if stat.S_ISSOCK(os.fstat(number).st_mode)})
    found["modules"] = [name for name in ("nbgrader", "sqlalchemy") if attempt(lambda: importlib.import_module(name))[0] == "went through"]
    return found

print(json.dumps(tell()))
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
    made = Engine(LIMITS, request.param, ())
    yield made
    made.close(now=True)


@pytest.fixture(scope="module")
def found(started: Engine, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All that the probe found, in a world with a gradebook."""
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
    told = probe(started, PROBE, PATHS=paths, WRITES=writes, LIMITS=limits, OUTSIDE=[os.getpid(), started.parent.pid])
    result: dict[str, Any] = json.loads(told)
    result["kind"] = started.sandbox
    return result


# Who it is


def test_it_is_another_user_without_groups(found: dict[str, Any]) -> None:
    ids = {found["uid"], found["euid"], found["gid"]}
    assert len(ids) == 1
    if found["kind"] == "root":
        assert min(ids) >= FIRST_USER
        assert found["groups"] == []
    else:
        assert ids == {INSIDE_USER}


def test_candidates_at_the_same_time_are_different_users_or_in_different_namespaces(started: Engine) -> None:
    with ThreadPoolExecutor(2) as pool:
        source = "import os, time\nopen(f'{os.getpid()}', 'w')\ntime.sleep(1)\nprint(os.getuid(), len(os.listdir()))"
        told = [line.split() for line in pool.map(lambda _: probe(started, source), range(2))]
    assert [files for _, files in told] == ["1", "1"]
    assert len({user for user, _ in told}) == (2 if started.sandbox == "root" else 1)


def test_it_has_no_rights_and_cannot_get_any(found: dict[str, Any]) -> None:
    assert found["capabilities"] == [0] * 6
    assert found["bounding set"] == []
    assert found["no new privileges"] == 1
    assert found["become root"][0] in ("EPERM", "EINVAL")  # in a namespace without a root there is nobody to become
    assert found["filter"] == (2 if has_filter() else 0)


def test_system_calls_that_lead_out_are_refused(found: dict[str, Any]) -> None:
    assert set(found["calls"].values()) == {"EPERM"}, found["calls"]


# What it sees


def test_it_sees_nothing_of_ours_or_of_other_people(found: dict[str, Any]) -> None:
    seen = {path for path, is_there in found["sees"].items() if is_there}
    hidden_by_python = (
        {"/root", "/home"}
        if sys.prefix.startswith(("/root", "/home")) or sys.base_prefix.startswith(("/root", "/home"))
        else set()
    )
    assert seen - hidden_by_python == {"/usr/bin", sys.prefix, str(ROOT / "cnnlab"), "/dev/null"}


def test_its_root_holds_what_python_needs(found: dict[str, Any]) -> None:
    needed = {Path(path).parts[1] for path in (sys.prefix, sys.base_prefix, str(ROOT))}
    system = {"bin", "dev", "etc", "exam", "lib", "lib32", "lib64", "tmp", "usr"}
    assert set(found["root"]) <= system | needed


def test_an_environment_that_is_a_link_is_shown_with_what_it_links_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.mkdir()
    link.symlink_to(real)
    monkeypatch.setattr(sys, "prefix", str(link))
    assert mounts.shown_paths([], [])[real]
    assert link in mounts._links(link)


def test_its_environment_tells_nothing(found: dict[str, Any]) -> None:
    own = {"HOME", "TMPDIR", "LANG", "PATH", "OMP_NUM_THREADS", "MPLCONFIGDIR"}
    by_libraries = {name for name in found["environment"] if name.startswith(("KMP_", "TORCH", "MPL", "LC_"))}
    assert set(found["environment"]) <= own | by_libraries
    assert found["environment"]["HOME"] == "/exam"


def test_it_starts_in_an_empty_folder_of_its_own(found: dict[str, Any]) -> None:
    assert found["folder"] == ["/exam", []]


def test_it_has_one_connection_twice_and_no_other_open_file(found: dict[str, Any]) -> None:
    """The copy keeps a place for the connection that a fork of it is given."""
    assert found["files open"][:3] == [0, 1, 2]
    assert len(found["files open"]) == 5
    assert found["connections"] == 1


def test_there_is_no_network(found: dict[str, Any]) -> None:
    refused = {"EPERM", "EACCES"} if has_filter() else {"went through"}
    assert {outcome for outcome, _ in found["network"]} <= refused


def test_it_reaches_no_process_outside(found: dict[str, Any]) -> None:
    outcomes = {pid: outcome for pid, (outcome, _) in found["signals"].items()}
    assert all(outcomes[str(pid)] in ("ESRCH", "EPERM") for pid in (os.getpid(),)), outcomes
    assert found["pid"] < 1000


# What it may use


def test_it_writes_in_its_own_folder_and_nowhere_else(found: dict[str, Any]) -> None:
    outcomes = {path: outcome for path, (outcome, _) in found["writes"].items()}
    assert outcomes.pop("/tmp") in (
        "went through",
        "EROFS",
        "EACCES",
    )  # its own folder, unless the course itself lies below /tmp
    assert set(outcomes.values()) <= {"EROFS", "EACCES"}, outcomes
    assert found["own folder"][0] == "went through"


def test_its_folder_is_of_limited_size_and_runs_no_programs(found: dict[str, Any]) -> None:
    assert found["a large file"][0] in ("EFBIG", "ENOSPC")
    assert found["many files"][0] == "ENOSPC"
    assert found["run a file of its own"][0] == "EACCES"


def test_the_limits_are_set_and_cannot_be_raised(found: dict[str, Any]) -> None:
    limits = {name: soft for name, (soft, hard) in found["limits"].items() if soft == hard}
    assert limits["RLIMIT_NPROC"] == LIMITS.processes
    assert limits["RLIMIT_FSIZE"] == LIMITS.disk
    assert limits["RLIMIT_CORE"] == 0
    assert limits["RLIMIT_CPU"] >= LIMITS.submission_seconds
    assert limits["RLIMIT_NOFILE"] == 256
    assert LIMITS.memory < limits["RLIMIT_AS"] < 16 * 2**30
    assert found["more memory"][0] == "MemoryError"
    assert found["raise a limit"][0] in ("ValueError", "EPERM")


def test_what_one_candidate_writes_the_next_one_does_not_find(started: Engine) -> None:
    assert probe(started, "open('left', 'w').write('x')\nimport os\nprint(os.listdir())") == "['left']\n"
    assert probe(started, "import os\nprint(os.listdir())") == "[]\n"


def test_no_engine_is_left() -> None:
    assert not engines._engines
