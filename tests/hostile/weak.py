"""The exam with one of its defences switched off: `python -m tests.hostile.weak SWITCH FD FOLDER` is a warm parent like any other."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import nbformat

import cnnlab.guard
from autograder.exam import engine, examiner, pristine, sandbox, standin, warm, wire

SWITCHES = {}


def switch(function: Any) -> Any:
    """Make `function` a switch by its name."""
    SWITCHES[function.__name__] = function
    return function


@switch
def no_filter() -> None:
    """No system call is refused."""
    sandbox._filter_calls = lambda: None


@switch
def no_session() -> None:
    """A candidate shares our process group."""
    os.setsid = lambda: None


@switch
def no_sweep() -> None:
    """Nothing is killed at the end."""
    warm._sweep = lambda init, living, folder: {}


@switch
def open_stdin() -> None:
    """A candidate keeps our own standard input."""
    inside, outside = os.pipe()
    os.write(outside, b"9\n" * 1000)
    os.dup2(inside, 0)
    sandbox._close_all_but = lambda keep: None


@switch
def students_guard() -> None:
    """The guard is the one that student code can patch."""
    pristine.pristine_guard = lambda: cnnlab.guard


@switch
def exceptions_by_name() -> None:
    """What was raised is looked up by name among our own, too."""
    known = {**vars(examiner), **vars(standin), **vars(wire)}
    raised = standin._exception
    standin._exception = lambda answer: known[answer["name"]](answer["message"]) if answer["name"] in known else raised(answer)


@switch
def long_reasons() -> None:
    """Messages are as long as the candidate makes them."""
    standin.LONGEST_MESSAGE = examiner.LONGEST_REASON = 10**9


@switch
def raw_outputs() -> None:
    """Outputs go into the notebook as they came."""
    examiner.clean_outputs = lambda outputs, limit: [nbformat.from_dict(output) for output in outputs]


@switch
def strangers_handed_on() -> None:
    """A test cell that hands on what came back is taken for one that asks too much of the wire."""
    standin.CandidateError = standin.Unsupported


@switch
def equal_strangers() -> None:
    """What may not pass the wire is the student's own object."""

    class Equal(tuple):  # type: ignore[type-arg]
        __eq__ = __bool__ = lambda self, *other: True
        __ne__ = lambda self, other: False
        __hash__ = None
        __getitem__ = lambda self, key: self

    wire.foreign = lambda kind: Equal()


@contextlib.contextmanager
def switched_off(name: str) -> Iterator[None]:
    """Engines that are started inside have this defence off."""
    start, needed = subprocess.Popen, engine._needed_environment

    def weakened(command: list[str], **options: Any) -> Any:
        assert command[1:3] == ["-m", "autograder.exam.warm"]
        return start([command[0], "-m", "tests.hostile.weak", name, *command[3:]], **options)

    if name == "whole_environment":
        engine._needed_environment = lambda: dict(os.environ)
    else:
        subprocess.Popen = weakened  # type: ignore[assignment,misc]
    try:
        yield
    finally:
        subprocess.Popen, engine._needed_environment = start, needed  # type: ignore[misc]


if __name__ == "__main__":
    SWITCHES[sys.argv[1]]()
    warm.serve(socket.socket(fileno=int(sys.argv[2])), sys.argv[3], many=False)
