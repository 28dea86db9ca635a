"""One torch thread: tests fork, and a parent that ever ran a two-thread operation makes a two-thread child hang."""

import os
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("MKL_NUM_THREADS", "1")

from hypothesis import settings

import autograder.light_jsonschema  # noqa: F401  # before anything imports nbformat
from tests.support.browser import chromium, watched_page

__all__ = ["chromium", "watched_page"]

pytest_plugins = ["tests.support.timing", "tests.support.warm"]
HERE = Path(__file__).parent
# It makes Unix users and installs a hub, which takes minutes: `make test-hub` sets the variable, `make test` does not.
collect_ignore = [] if os.environ.get("TEST_HUB") else ["hub"]


def pytest_itemcollected(item: pytest.Item) -> None:
    """A test's marker is the name of its folder; pyproject.toml has to know it, so that a new folder is noticed."""
    item.add_marker(item.path.relative_to(HERE).parts[0])


# The same cases in each run. `pytest --hypothesis-profile=search tests/unit` looks for others.
settings.register_profile("same", derandomize=True, database=None, deadline=None, max_examples=80)
settings.register_profile("search", deadline=None, max_examples=3000)
settings.load_profile("same")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the figures that tests recorded (`record_property("figure", …)`), from pytest-xdist's workers too."""
    reports = [report for listed in terminalreporter.stats.values() for report in listed]
    properties = [pair for report in reports for pair in map(tuple, getattr(report, "user_properties", ()))]
    for name, value in dict.fromkeys(properties):
        if name == "figure":
            terminalreporter.write_line(str(value))
