"""Longest file first, and the time a file at the end: a pytest plugin that `tests/conftest.py` loads.

With `--dist loadfile` the file that starts last decides when the run ends. `durations.json` holds the seconds of each
file in the run that `--write-durations` was given to; only their order counts.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

DURATIONS = Path(__file__).parents[1] / "durations.json"
SHOWN_FROM = 1.0  # seconds


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-durations", action="store_true", help="note the seconds of each file for the next runs")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest file first, a new one before all; the tests of a file keep their order."""
    known = json.loads(DURATIONS.read_text(encoding="utf-8"))
    items.sort(key=lambda item: -known.get(_file(item.nodeid), float("inf")))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    seconds = _seconds_by_file(terminalreporter.stats)
    if not seconds:
        return
    terminalreporter.section("seconds a file")
    for file, total in seconds.most_common():
        if total >= SHOWN_FROM:
            terminalreporter.write_line(f"{total:8.1f}  {file}")
    terminalreporter.write_line(f"{seconds.total():8.1f}  in all {len(seconds)} files")
    if config.getoption("write_durations"):
        known = json.loads(DURATIONS.read_text(encoding="utf-8")) if DURATIONS.exists() else {}
        rounded = {file: round(total, 1) for file, total in {**known, **seconds}.items()}
        DURATIONS.write_text(json.dumps(dict(sorted(rounded.items())), indent=0) + "\n", encoding="utf-8")


def _seconds_by_file(stats: dict[str, list[Any]]) -> Counter[str]:
    """Set-up and tear-down included."""
    seconds: Counter[str] = Counter()
    for reports in stats.values():
        for report in reports:
            if hasattr(report, "duration") and hasattr(report, "nodeid"):
                seconds[_file(report.nodeid)] += report.duration
    return seconds


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]
