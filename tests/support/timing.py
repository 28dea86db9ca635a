"""Longest file first, and the time a file at the end: a pytest plugin that `tests/conftest.py` loads.

With `--dist loadfile` the file that starts last decides when the run ends. `durations.json` holds the seconds of each
file in the run that `--write-durations` was given to; only their order counts. Files that share what is expensive to
make are run in one worker, as if they were one file.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

DURATIONS = Path(__file__).parents[1] / "durations.json"
SHOWN_FROM = 1.0  # seconds
# file → the group it is run with
TOGETHER = {
    "tests/corpus/test_answers.py": "the answers' results",
    "tests/corpus/test_corpus.py": "the answers' results",
}


class Together(LoadFileScheduling):
    """`--dist loadfile`, but the files of a group are one piece of work."""

    def _split_scope(self, nodeid: str) -> str:
        return _piece(nodeid)


@pytest.hookimpl(optionalhook=True)  # without pytest-xdist, too
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together | None:
    return Together(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-durations", action="store_true", help="note the seconds of each file for the next runs")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest file or group first, a new file before all; the tests of a file keep their order."""
    seconds: Counter[str] = Counter()
    known = json.loads(DURATIONS.read_text(encoding="utf-8"))
    for file in {_file(item.nodeid) for item in items}:
        seconds[_piece(file)] += known.get(file, float("inf"))
    items.sort(key=lambda item: (-seconds[_piece(item.nodeid)], _piece(item.nodeid)))


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


def _piece(nodeid: str) -> str:
    return TOGETHER.get(_file(nodeid), _file(nodeid))
