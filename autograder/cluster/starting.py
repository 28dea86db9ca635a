"""Finds or starts a scheduler with its workers, as `--cluster` says, and ends what was started here."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dask
from distributed import Client, LocalCluster, SSHCluster
from distributed.deploy.cluster import Cluster
from distributed.security import Security
from traitlets.config import Config

from autograder.cluster.executor import ClusterExecutor, Tell, order_of
from autograder.cluster.reaching import wait_for
from autograder.cluster.security import Files, check_address, files, security_of
from autograder.course.model import CourseError

LOCAL, SSH = "local:", "ssh:"
CONNECT_SECONDS = 30.0
SETTINGS = {
    "distributed.scheduler.allowed-failures": 0,
    "distributed.admin.low-level-log-length": 1000,
    # Candidates have limits of their own, of which Dask knows nothing.
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": False,
    # No web pages: nothing protects them.
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}


@contextmanager
def cluster_of(
    where: str, tls: str, settings: Config, hidden: tuple[Path, ...], tell: Tell, *, jobs: int = 0, plain: bool = False
) -> Iterator[ClusterExecutor]:
    """The executor over the cluster that `where` names: `tls://HOST:PORT`, `local:N` or `ssh:FILE`.

    Args:
        tls: `ca.pem,cert.pem,key.pem`, "" for none.
        tell: told which workers are refused.
        jobs: at how many desks a machine examines that is started here; 0 for one a core.
        plain: allow a scheduler without TLS, on loopback only.

    Raises:
        CourseError: it cannot be reached or started, or may not be used; the message says why.
    """
    shown = files(tls) if tls else None
    _quieten()
    with dask.config.set(SETTINGS | (_tls_settings(shown) if shown is not None else {})):
        if where.startswith(LOCAL):
            started, security = _started_here(where, jobs)
        elif where.startswith(SSH):
            started, security = _started_by_ssh(where, shown, jobs)
        else:
            check_address(where, shown, plain=plain)
            _wait_for(where, shown)
            started, security = None, security_of(shown)
        try:
            with _client(where, started, security) as client:
                executor = ClusterExecutor(client, order_of(settings, hidden), tell)
                try:
                    yield executor
                finally:
                    executor.close()
        finally:
            if started is not None:
                started.close()


def _tls_settings(tls: Files) -> dict[str, object]:
    """Dask hands its configuration on to what it starts by SSH."""
    keys = {
        f"distributed.comm.tls.{role}.{kind}": str(file)
        for role in ("client", "scheduler", "worker")
        for kind, file in (("cert", tls.certificate), ("key", tls.key))
    }
    return {**keys, "distributed.comm.tls.ca-file": str(tls.authority), "distributed.comm.require-encryption": True}


def _quieten() -> None:
    """What matters is said by `tell` and by errors; each of Dask's loggers has a level of its own."""
    for name in ("distributed", *logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _wait_for(where: str, tls: Files | None) -> None:
    try:
        wait_for(where, tls, CONNECT_SECONDS)
    except CourseError as error:
        raise CourseError(f"--cluster {error}") from error


def _client(where: str, started: Cluster | None, security: Security) -> Client:
    try:
        return Client(started or where, security=security, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CourseError(f"--cluster {where}: no scheduler answers there: {error}") from error


def _started_here(where: str, jobs: int) -> tuple[Cluster, Security]:
    count = where.removeprefix(LOCAL)
    if not count.isdecimal() or int(count) < 1:
        raise CourseError(f"--cluster {where}: give local:N with a number of workers, as in local:2")
    security = Security.temporary()
    started = LocalCluster(
        n_workers=int(count),
        threads_per_worker=max(1, (jobs or os.cpu_count() or 1) // int(count)),
        host="127.0.0.1",
        protocol="tls://",
        security=security,
        memory_limit=None,
        dashboard_address="127.0.0.1:0",  # None is port 8787, with a warning where that is taken
        silence_logs=logging.CRITICAL,
    )
    return started, security


def _started_by_ssh(where: str, tls: Files | None, jobs: int) -> tuple[Cluster, Security]:
    path = Path(where.removeprefix(SSH))
    if tls is None:
        raise CourseError(f"--cluster {where}: give --tls, too: files that are at the same place on each of the hosts")
    hosts = [line for line in map(str.strip, path.read_text(encoding="utf-8").splitlines()) if line]
    hosts = [host for host in hosts if not host.startswith("#")]
    if len(hosts) < 2:
        raise CourseError(f"{path}: give the scheduler's host on the first line, and a worker's on each further line")
    security = security_of(tls)
    worker_options = {"memory_limit": 0, "dashboard": False} | ({"nthreads": jobs} if jobs else {})
    try:
        started = SSHCluster(
            hosts,
            worker_options=worker_options,
            scheduler_options={"port": 0, "protocol": "tls", "dashboard": False},
            security=security,
        )
    except Exception as error:  # asyncssh's and Dask's own
        raise CourseError(f"--cluster {where}: {type(error).__name__}: {error}") from error
    return started, security
