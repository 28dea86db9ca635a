"""A real hub on this machine's loopback: deploy/hub sets it up, with Unix users who are there for the test alone.

Needs root. Programs are kept in `HUB_TEST_PREFIX` from one run to the next, as they take minutes; all else is removed.
"""

from __future__ import annotations

import csv
import grp
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from nbgrader.utils import notebook_hash

from autograder.hub.settings import Settings, read_settings
from tests.support.notebooks import ROOT
from tests.support.servers import WAIT, Tab, tab

MARK = "hubtest-"  # with this begin the names of all users and groups that the test makes
PREFIX = Path(os.environ.get("HUB_TEST_PREFIX", "/var/tmp/course-hub-test"))
ADA, BOB, CARL, MAYA, GRADER = (MARK + name for name in ("ada", "bob", "carl", "maya", "grader"))
LAB, NOTEBOOK = "01_convolution", "convolution"
SECONDS = 120  # until something has happened at the latest
EDIT = """
import json, pathlib, sys
file, cell, source = sys.argv[1:]
notebook = json.loads(pathlib.Path(file).read_text())
(found,) = (one for one in notebook["cells"] if one["metadata"].get("nbgrader", {}).get("grade_id") == cell)
found["source"] = source
pathlib.Path(file).write_text(json.dumps(notebook))
"""
ROSTER = f"""id,first_name,last_name,email
{ADA},Ada,Lovelace,ada@example.org
{BOB},Bob,Babbage,bob@example.org
"""


def until(what: str, happened: Callable[[], Any], seconds: float = SECONDS) -> Any:
    """What `happened` returns once it is true."""
    end = time.monotonic() + seconds
    while not (value := happened()):
        assert time.monotonic() < end, f"{what}: not within {seconds:.0f} seconds"
        time.sleep(0.1)  # reason: looks again at another program's doing, until a deadline
    return value


@dataclass
class Hub:
    """The hub, the programs that run for it, and where all that it did is noted."""

    folder: Path
    settings: Settings
    passwords: dict[str, str]
    programs: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    shots: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.settings.port}"

    @property
    def formgrader(self) -> str:
        return f"{self.address}/services/{self.settings.course_id}/formgrader"

    @property
    def exchange(self) -> Path:
        return self.settings.exchange / self.settings.course_id

    def set_up(self, *more: str | Path) -> str:
        """Run the kit; gives what it says."""
        return set_up(self.folder / "hub.toml", *more)

    def start(self, name: str, *arguments: str) -> None:
        """Start `hub` or `watch`, as docs/hub.md says for a machine without systemd."""
        with self.log(name).open("ab") as log:
            program = [self.settings.prefix / "bin" / name, *arguments]
            self.programs[name] = subprocess.Popen(program, stdout=log, stderr=log, start_new_session=True, cwd="/")
        if name == "hub":
            until("the hub answers", lambda: self.answers("/hub/login") and self.answers(self.formgrader))

    def answers(self, path: str) -> bool:
        address = path if path.startswith("http") else self.address + path
        with suppress(OSError), urllib.request.urlopen(address, timeout=10) as answer:
            return bool(answer.status == 200 and "/hub/" in answer.url)
        return False

    def end(self, name: str, number: int = signal.SIGTERM) -> int:
        """End a program; returns its exit code."""
        program = self.programs.pop(name)
        if number == signal.SIGKILL:  # the program, not the shell or runuser around it
            for process in psutil.Process(program.pid).children(recursive=False):
                process.kill()
        program.send_signal(number)
        return program.wait(timeout=120)

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def events(self) -> list[dict[str, Any]]:
        """What `watch` printed, a line of JSON for each event."""
        lines = self.log("watch").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def hand_ins(self, user: str) -> list[Path]:
        """The folders of a student's hand-ins in the exchange, the first one first."""
        return sorted(path for path in (self.exchange / "inbound").iterdir() if path.name.startswith(f"{user}+"))

    def told(self, event: str, **fields: str) -> list[dict[str, Any]]:
        """The events of this kind with these fields."""
        return [one for one in self.events() if fields.items() <= one.items() and one["event"] == event]

    def feedback_of(self, hand_in: Path) -> Path:
        """Where nbgrader's `fetch_feedback` looks for the page of a hand-in."""
        secret = (hand_in / "submission_secret.txt").read_text(encoding="utf-8")
        return self.exchange / "feedback" / f"{notebook_hash(secret=secret, notebook_id=NOTEBOOK)}.html"

    def submit(self, user: str) -> Path:
        """Hand in with nbgrader's command; gives the hand-in's folder."""
        before = set(self.hand_ins(user))
        ended = self.nbgrader(user, "submit", LAB)
        assert ended.returncode == 0, ended.stderr
        (fresh,) = set(self.hand_ins(user)) - before
        return fresh

    def edit(self, user: str, cell: str, source: str) -> None:
        """Put this text into a cell of the student's notebook, as that student."""
        file = self.home(user) / LAB / f"{NOTEBOOK}.ipynb"
        ended = self.run_as(user, "python", "-c", EDIT, file, cell, source)
        assert ended.returncode == 0, ended.stderr

    def home(self, user: str) -> Path:
        return self.settings.homes / user

    def run_as(self, user: str, *words: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """A command as this Unix user, in their home folder, with the hub's environment on PATH."""
        path = f"{self.settings.environment / 'bin'}:/usr/bin:/bin"
        home = self.home(user)
        given = [f"{name}={value}" for name, value in {"PATH": path, "HOME": str(home), **variables}.items()]
        command = ["runuser", "-u", user, "--", "env", "-i", *given, *map(str, words)]
        return subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=SECONDS)

    def nbgrader(self, user: str, *words: str) -> subprocess.CompletedProcess[str]:
        """A command of nbgrader's, as in a terminal of this user's JupyterLab."""
        variables = self.variables(user)
        return self.run_as(user, "nbgrader", *words, **variables)

    def variables(self, user: str) -> dict[str, str]:
        """What the hub told this user's server."""
        for process in psutil.process_iter(["username", "cmdline"]):
            if process.info["username"] == user and "jupyterhub-singleuser" in " ".join(process.info["cmdline"]):
                return {name: value for name, value in process.environ().items() if name.startswith("JUPYTERHUB_")}
        raise AssertionError(f"{user} has no server")

    def shot(self, page: Any, name: str) -> None:
        """Keep a picture of the page, below `HUB_SCREENSHOTS`."""
        place = os.environ.get("HUB_SCREENSHOTS")
        self.shots += 1
        if place:
            page.screenshot(path=Path(place) / f"{self.shots:02}-{name}.png")

    @contextmanager
    def person(self, chromium: Any, user: str) -> Iterator[Tab]:
        """This user, logged in, in a browser of their own."""
        with tab(chromium, user) as opened:
            page = opened.page
            page.goto(f"{self.address}/hub/login")
            page.locator("#username_input").fill(user)
            page.locator("#password_input").fill(self.passwords[user])
            page.locator("#login_submit").click()
            yield opened

    def lab(self, page: Any) -> None:
        """Wait for the JupyterLab that follows a login."""
        page.wait_for_url("**/lab**")
        page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader").wait_for()

    def assignments(self, page: Any) -> Any:
        """Open nbgrader's list in JupyterLab."""
        page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader").click()
        page.locator(".lm-Menu-itemLabel", has_text="Assignment List").click()
        page.get_by_text("Released assignments").last.wait_for()
        return page


def set_up(settings: Path, *more: str | Path) -> str:
    """Run the kit's set-up with these settings; gives what it says. The machine's own services stay as they are."""
    program = ["/usr/bin/python3", ROOT / "deploy/hub/setup.py", "--settings", settings, "--no-systemd", *more]
    ended = subprocess.run(program, cwd="/", capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@contextmanager
def made_hub() -> Iterator[Hub]:
    """A hub that is set up and not yet started; at the end nothing of it is left but the programs."""
    remove_what_was_left()
    PREFIX.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=MARK, dir="/var/tmp"))
    folder.chmod(0o755)
    write_settings(folder)
    settings = read_settings(folder / "hub.toml")
    settings.homes.mkdir()
    hub = Hub(folder, settings, {})
    try:
        subprocess.run(["useradd", "--create-home", "--home-dir", hub.home(CARL), CARL], check=True)
        (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
        hub.set_up("--roster", folder / "roster.csv")
        with (settings.state / "passwords.csv").open(encoding="utf-8") as table:
            hub.passwords.update({line["user"]: line["password"] for line in csv.DictReader(table)})
        hub.passwords[CARL] = "not-in-the-course"
        subprocess.run(["chpasswd"], input=f"{CARL}:{hub.passwords[CARL]}\n", text=True, check=True)
        yield hub
    finally:
        if sys.exc_info()[0]:
            print(f"the programs' logs are in {keep_logs(hub)}")
        for name in tuple(hub.programs):
            hub.end(name)
        remove_what_was_left()
        shutil.rmtree(folder)


def write_settings(folder: Path) -> None:
    """Settings with users, folders and ports of their own."""
    ports = [*free_ports(range(700, 900), 3), *free_ports([0], 1)]
    names = ("port", "proxy_port", "hub_port", "formgrader_port")
    lines = [
        f'instructors = ["{MAYA}"]',
        f'others = ["{CARL}"]',
        f'account = "{GRADER}"',
        f'group = "{MARK}students"',
        f'prefix = "{PREFIX}"',
        *(f'{name} = "{folder / name}"' for name in ("state", "homes")),
        f'exchange = "{folder / "gate/exchange"}"',
        *(f"{name} = {port}" for name, port in zip(names, ports, strict=True)),
    ]
    (folder / "hub.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def free_ports(candidates: Iterable[int], count: int) -> list[int]:
    """Ports of the loopback at which nobody listens; 0 is any. Root alone opens one below 1024."""
    with ExitStack() as held:
        found: list[int] = []
        for number in candidates:
            with suppress(OSError):
                found.append(held.enter_context(socket.create_server(("127.0.0.1", number))).getsockname()[1])
            if len(found) == count:
                return found
    raise AssertionError(f"{count} free ports are needed")


def keep_logs(hub: Hub) -> Path:
    """The logs, at a place that stays."""
    place = Path(tempfile.mkdtemp(prefix="hub-logs-"))
    for log in hub.folder.glob("*.log"):
        shutil.copy(log, place)
    return place


def remove_what_was_left() -> None:
    """Remove the users whose homes lie in a folder of the test's; their processes are ended by their ids."""
    ours = [user for user in pwd.getpwall() if user.pw_name.startswith(MARK) and f"/{MARK}" in user.pw_dir]
    ids = {user.pw_uid for user in ours}
    running = [process for process in psutil.process_iter(["uids"]) if process.info["uids"].real in ids]
    for process in running:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(running, timeout=30)
    for user in ours:
        subprocess.run(["userdel", "--remove", user.pw_name], check=True, capture_output=True)
    if f"{MARK}students" in {group.gr_name for group in grp.getgrall()}:
        subprocess.run(["groupdel", f"{MARK}students"], check=True)


__all__ = ["ADA", "BOB", "CARL", "GRADER", "LAB", "MAYA", "NOTEBOOK", "WAIT", "Hub", "made_hub", "until"]
