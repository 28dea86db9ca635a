"""What is expensive to make is made once a run, whichever of pytest-xdist's workers asks first."""

from __future__ import annotations

import fcntl
import os
import pickle
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def once_a_run(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Any]) -> Any:
    """What `make(folder)` returns, for an empty folder of this run; the other workers get a pickle of it."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    value = folder / "value.pickle"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not value.exists():
            value.write_bytes(pickle.dumps(make(Path(tempfile.mkdtemp(dir=folder)))))
        return pickle.loads(value.read_bytes())
