"""One torch thread: tests fork, and a parent that ever ran a two-thread operation makes a two-thread child hang."""

import os
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("MKL_NUM_THREADS", "1")

from tests.support.browser import chromium, watched_page

__all__ = ["chromium", "watched_page"]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the figures that tests recorded (`record_property("figure", …)`), from pytest-xdist's workers too."""
    reports = [report for listed in terminalreporter.stats.values() for report in listed]
    for name, value in dict.fromkeys(
        told for report in reports for told in map(tuple, getattr(report, "user_properties", ()))
    ):
        if name == "figure":
            terminalreporter.write_line(str(value))
