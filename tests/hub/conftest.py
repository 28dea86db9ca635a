"""One hub for all tests of this folder, which are a story in the order of the file: `make test-hub`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.hub import Hub, made_hub


@pytest.fixture(scope="session")
def hub() -> Iterator[Hub]:
    """The kit's hub, running."""
    assert os.geteuid() == 0, "the hub's test makes Unix users: run it as root"
    if place := os.environ.get("HUB_SCREENSHOTS"):
        Path(place).mkdir(parents=True, exist_ok=True)
    with made_hub() as hub:
        hub.start("hub")
        yield hub
