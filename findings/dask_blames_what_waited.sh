#!/usr/bin/env bash
# distributed 2026.8.0, Python 3.11.
#
# When a worker is lost, a task that only waited in its queue counts as one that may be to blame: after
# `allowed-failures` such losses it ends with KilledWorker, although it was never begun. `KilledWorker` is no evidence
# against a task; to tell a guilty one from its neighbours, run each alone.
#
# Seen, with one worker of one thread that is ended from outside, allowed-failures 0, a task that ran and one behind it:
#   the one that ran    KilledWorker
#   the one behind it   KilledWorker, begun: False
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet distributed==2026.8.0 dask==2026.8.0
cd "$folder"
cat >tasks.py <<'PYTHON'
import os
import signal
import time
from pathlib import Path

import dask
from distributed import Client, KilledWorker, LocalCluster


def runs():
    Path("worker.pid").write_text(str(os.getpid()))
    time.sleep(60)  # longer than its worker lives


def waits():
    Path("begun").touch()


def outcome(future):
    try:
        return future.result(timeout=60)
    except KilledWorker:
        return "KilledWorker"


if __name__ == "__main__":
    dask.config.set({"distributed.scheduler.allowed-failures": 0})
    with LocalCluster(n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        with Client(cluster) as client:
            first = client.submit(runs, pure=False)
            while not (pid := Path("worker.pid")).exists() or not pid.read_text():
                time.sleep(0.05)
            second = client.submit(waits, pure=False)
            while len([key for keys in client.processing().values() for key in keys]) < 2:
                time.sleep(0.05)
            os.kill(int(pid.read_text()), signal.SIGKILL)
            outcomes, begun = [outcome(first), outcome(second)], Path("begun").exists()
    print("the one that ran   ", outcomes[0])
    print(f"the one behind it   {outcomes[1]}, begun: {begun}")
    assert outcomes == ["KilledWorker"] * 2 and not begun, "this changed"
PYTHON
"$folder/venv/bin/python" tasks.py 2>"$folder/log" || { cat "$folder/log"; exit 1; }
