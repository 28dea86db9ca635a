"""JupyterLab as `make lab` and `make instructor` start it, on a free loopback port, and a tab of a browser that logs
its requests.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.notebooks import ROOT

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*\?token=\w+")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
WAIT = 120_000  # milliseconds until something shows at the latest; a busy machine takes long


def command_of(target: str) -> str:
    """The shell command that `make <target>` runs once everything is installed, with this Python's own programs."""
    dry = ["make", "--dry-run", "--no-print-directory", "--assume-old=.venv/.installed", target]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    told = subprocess.run(dry, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    command = told.stdout.replace("\\\n", "").strip().split("\n")[-1]
    return re.sub(r"(?<!\S)\.venv/bin/", f"'{Path(sys.executable).parent}'/", command)


@contextmanager
def jupyter(target: str, folder: Path, root: Path, home: Path) -> Iterator[str]:
    """Run what `make <target>` runs in `folder`, on the files in `root` and with an empty `home`; gives the address
    that it prints.
    """
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "MAKE"))}
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "HOME", "IPYTHONDIR", "MPLCONFIGDIR"):
        environment[name] = str(home / name.lower())
    settings = home / "jupyter_config_dir/lab/user-settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        '{"windowingMode": "none"}', encoding="utf-8"
    )  # all cells are on the page, not only those in sight
    there = re.sub(r"(?<=--ServerApp\.root_dir=)\S+", lambda _: f"'{root}'", command_of(target))
    command = f"exec env {there} --no-browser --ServerApp.port=0"
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(["bash", "-c", command], cwd=folder, env=environment, text=True, **pipes) as server:
        told: list[str] = []
        listener = threading.Thread(target=lambda: told.extend(server.stderr), daemon=True)
        try:
            for line in server.stderr:
                told.append(line)
                if found := ADDRESS.search(line):
                    break
            else:
                pytest.fail(f"`make {target}` did not start:\n" + "".join(told))
            listener.start()  # so that it can go on telling
            yield found[0]
        finally:
            server.terminate()  # it ends its kernels, then itself
            server.wait()
            if listener.ident:
                listener.join()


@dataclass
class Tab:
    """A page, every request that it made, and the scripts that failed in it."""

    page: Any
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def strangers(self) -> list[str]:
        """The requests to anywhere but this machine."""
        asked = [urlsplit(request) for request in self.requests]
        return [url.geturl() for url in asked if url.scheme not in ("data", "blob") and url.hostname not in LOOPBACK]


@contextmanager
def tab(chromium: Any, name: str) -> Iterator[Tab]:
    """A fresh tab of a laptop's size. Of a test that fails in it a picture is kept, and the failure says where."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(WAIT)
    opened = Tab(context.new_page())
    context.on("request", lambda request: opened.requests.append(request.url))
    context.on("weberror", lambda error: opened.errors.append(str(error.error)))
    opened.page.on("websocket", lambda socket: opened.requests.append(socket.url))
    try:
        yield opened
    except BaseException as error:
        picture = Path(tempfile.mkdtemp(prefix="browser-")) / f"{name}.png"
        opened.page.screenshot(path=picture)
        error.add_note(f"What the page showed then: {picture}")
        raise
    finally:
        context.close()
