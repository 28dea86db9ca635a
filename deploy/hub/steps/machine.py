"""What the machine has to bring along."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from autograder.hub.settings import Settings

from . import StepError, command, had

PROGRAMS = {
    "useradd": "apt-get install passwd",
    "runuser": "apt-get install util-linux",
    "node": "apt-get install nodejs npm",
    "npm": "apt-get install nodejs npm",
}
OLDEST_NODE = 20  # of configurable-http-proxy 5.3
VERSION = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2]); print(sys.base_prefix)"


def check(settings: Settings) -> None:
    """Raises:
    StepError: something is missing; of a program, with the command that installs it on Debian and Ubuntu.
    """
    if not sys.platform.startswith("linux"):
        raise StepError("a hub needs Linux: its students are Unix users, and the sandbox is made of namespaces")
    refuse_missing(settings)
    for program, cure in PROGRAMS.items():
        if not shutil.which(program):
            raise StepError(f"{program} is missing: `{cure}`")
    node = int(command(["node", "--version"]).strip().lstrip("v").partition(".")[0])
    if node < OLDEST_NODE:
        raise StepError(
            f"node is version {node}, and the hub's proxy needs {OLDEST_NODE} or newer: Debian 13 and Ubuntu 26.04 "
            "have one; elsewhere take it from https://nodejs.org"
        )
    try:
        version, prefix = command([settings.python, "-c", VERSION]).split()
    except StepError as error:
        raise StepError(f"{error}\npython in the settings: `apt-get install python3 python3-venv`") from error
    if tuple(map(int, version.split("."))) < (3, 11):
        raise StepError(f"{settings.python} is Python {version}: 3.11 or newer is needed (python in the settings)")
    refuse_hidden(settings.python, Path(prefix))
    had(f"Python {version}, Node {node}, PAM: what a hub needs of this machine")


def refuse_missing(settings: Settings) -> None:
    """Raises:
    StepError: the settings name a certificate or key that is not there, with which the hub would not start.
    """
    for name, file in (("tls_key", settings.tls_key), ("tls_cert", settings.tls_cert)):
        if file and not Path(file).is_file():
            raise StepError(f"{name} in the settings: there is no file {file}")


def refuse_hidden(python: Path, prefix: Path) -> None:
    """Raises:
    StepError: other users cannot reach this Python, or the folder that it is installed in.
    """
    for place in (prefix, *prefix.parents, *python.resolve().parents):
        if not place.stat().st_mode & 0o001:
            raise StepError(
                f"{python}: other users cannot enter {place}, so no student's server would start; "
                "name a Python in the settings that everybody can read, such as /usr/bin/python3"
            )
