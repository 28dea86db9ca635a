"""A scheduler and a worker as programs: Dask's own, with the options that grading needs."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType
from typing import NoReturn

from autograder.cluster.security import Files, check_address
from autograder.course.model import CourseError

AGAIN_SECONDS = 1.0  # between the end of a worker and the next one
ENDING_SECONDS = 20.0
# No web pages: nothing protects them.
NO_PAGES = ("--no-dashboard", "--dashboard-address", "127.0.0.1:0")
NO_ROUTES = {f"DASK_DISTRIBUTED__{program}__HTTP__ROUTES": "[]" for program in ("SCHEDULER", "WORKER")}


def scheduler_command(tls: Files, host: str, port: int) -> list[str]:
    """The command line of a scheduler that listens at `host`, "" for all addresses of this machine."""
    where = ["--host", host] if host else []
    return [*_dask("scheduler", tls), "--protocol", "tls", *where, "--port", str(port), *NO_PAGES]


def check_place(host: str, port: int) -> None:
    """Refuse to listen where this machine cannot. Dask would take another port, or fail with pages of a traceback.

    Raises:
        CourseError: the port is taken, or is none, or the address is not this machine's.
    """
    where = f"--port {port}" + (f" --host {host}" if host else "")
    try:
        if port >= 2**16:
            raise OverflowError("there are no such ports")
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[:1]:
            with socket.socket(family, kind, protocol) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
    except (OSError, OverflowError) as error:
        raise CourseError(
            f"{where}: the scheduler cannot listen there: {getattr(error, 'strerror', None) or error}; give a free "
            "port below 65536, and an address of this machine or no --host"
        ) from error


def worker_command(address: str, tls: Files | None, desks: int, name: str, *, plain: bool = False) -> list[str]:
    """The command line of a worker: one process, with a thread for each desk. It has no memory limit of Dask's, which
    knows nothing of candidates; they have limits of their own.

    Raises:
        CourseError: the scheduler is not protected.
    """
    check_address(address, tls, plain=plain)
    named = ["--name", name] if name else []
    limits = ["--nworkers", "1", "--nthreads", str(desks or os.cpu_count() or 1), "--memory-limit", "0"]
    return [*_dask("worker", tls), address, *limits, *named, *NO_PAGES]


def run_scheduler(command: list[str]) -> NoReturn:
    """Become the scheduler."""
    os.execve(command[0], command, {**os.environ, **NO_ROUTES})


def run_worker(command: Sequence[str], knock: Callable[[], None], tell: Callable[[str], None]) -> int:
    """Run a worker, and another one when it ends, as it does when its scheduler is gone, until this process is told to
    stop (SIGINT, SIGTERM).

    Args:
        knock: raises CourseError while no scheduler answers; until then no worker is started.
        tell: told why there is none, whenever the reason changes.
    """
    waits_for = ""
    asked: list[int] = []
    child: list[subprocess.Popen[bytes]] = []

    def stop(number: int, _: FrameType | None) -> None:
        asked.append(number)
        for one in child:
            one.send_signal(signal.SIGTERM)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    while not asked:
        try:
            knock()
        except CourseError as error:
            if str(error) != waits_for:
                waits_for = str(error)
                tell(f"waiting: {waits_for}")
            time.sleep(AGAIN_SECONDS)  # between two tries: nobody tells that it listens now
            continue
        waits_for = ""
        child[:] = [
            subprocess.Popen(command, env={**os.environ, **NO_ROUTES}, start_new_session=True)
        ]  # Ctrl-C reaches it once, by `stop`
        if asked:
            stop(asked[0], None)
        child[0].wait()
        if not asked:
            time.sleep(AGAIN_SECONDS)  # the scheduler may be starting again; without a pause this would be a busy loop
    return 0


def _dask(program: str, tls: Files | None) -> list[str]:
    shown = (
        []
        if tls is None
        else ["--tls-ca-file", str(tls.authority), "--tls-cert", str(tls.certificate), "--tls-key", str(tls.key)]
    )
    return [sys.executable, "-m", f"distributed.cli.dask_{program}", *shown]
