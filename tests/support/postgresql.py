"""A PostgreSQL server of the test's own: in a temporary folder, on a Unix socket alone, as a user without rights."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

READY = "database system is ready to accept connections"


def programs() -> Path | None:
    """The folder with `initdb` and `postgres`, the newest version's; None where there is no server installed."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name.split(".")[0]))
    folders = [*debian, *(Path(found).parent for found in [shutil.which("initdb")] if found)]
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


@contextmanager
def server() -> Iterator[str]:
    """Run a fresh server; gives the address of its one database."""
    folder = programs()
    assert folder is not None
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as place:  # a socket's path has 107 bytes at the most
        home, user = Path(place), _without_rights()
        if user:
            shutil.chown(home, user["user"])
        data = home / "data"
        options: dict[str, Any] = {**user, "cwd": home, "env": {**os.environ, "LC_ALL": "C.UTF-8", "HOME": place}}
        made = [folder / "initdb", "-D", data, "-U", "grader", "--auth=trust", "--no-sync", "--encoding=UTF8"]
        subprocess.run(made, check=True, capture_output=True, **options)
        started = [folder / "postgres", "-D", data, "-k", place, "-c", "listen_addresses=", "-F"]
        with subprocess.Popen(started, stderr=subprocess.PIPE, text=True, **options) as process:
            try:
                assert process.stderr is not None
                told: list[str] = []
                for line in process.stderr:
                    told.append(line)
                    if READY in line:
                        break
                else:
                    raise AssertionError("the server did not start:\n" + "".join(told))
                yield f"postgresql+psycopg://grader@/postgres?host={place}"
            finally:
                process.send_signal(signal.SIGINT)  # "fast": it ends what is open, and itself
                process.communicate()


def _without_rights() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as the user of Debian's package, or as nobody."""
    if os.geteuid() != 0:
        return {}
    passwd = Path("/etc/passwd").read_text(encoding="utf-8")
    return {"user": "postgres" if "\npostgres:" in passwd else "nobody", "extra_groups": []}
