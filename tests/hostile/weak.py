"""A fork server with one of its defences switched off.

A switch runs in the fork that becomes the fork server, and changes what that forks.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import nbformat

import cnnlab.guard
from autograder.exam import errors
from autograder.exam.candidate import serving as candidate
from autograder.exam.examiner import arguments, callbacks, calls, testing
from autograder.exam.examiner import notebook as examiner
from autograder.exam.forkserver import server, spawner
from autograder.exam.sandbox import walls
from autograder.exam.wire import messages
from cnngrading import returning, sealed

SWITCHES: dict[str, Any] = {}


def switch(function: Any) -> Any:
    """Make `function` a switch by its name."""
    SWITCHES[function.__name__] = function
    return function


def put(place: Any, **values: Any) -> None:
    """Replace attributes that exist: where a name has moved, a switch must not quietly do nothing."""
    for name, value in values.items():
        assert hasattr(place, name), f"{place!r} has no {name}"
        setattr(place, name, value)


@switch
def nothing() -> None:
    """Every defence stands."""


@switch
def no_filter() -> None:
    """no system call is refused"""
    put(walls, filter_calls=lambda: None)


@switch
def no_session() -> None:
    """a candidate shares our process group"""
    put(os, setsid=lambda: None)


@switch
def no_sweep() -> None:
    """nothing is killed at the end"""
    put(spawner, _sweep=lambda init, living, folder: {})


@switch
def open_stdin() -> None:
    """a candidate keeps our own standard input"""
    inside, outside = os.pipe()
    os.write(outside, b"9\n" * 1000)
    os.dup2(inside, 0)
    put(walls, _close_all_but=lambda keep: None)


@switch
def no_guard() -> None:
    """no shortcut is refused"""
    put(sealed, sealed_guard=lambda: SimpleNamespace(from_scratch=lambda allow=(), refuse=(): contextlib.nullcontext()))


@switch
def students_guard() -> None:
    """the guard is the one that student code can patch"""
    put(sealed, sealed_guard=lambda: cnnlab.guard)


def change_guard(change: Callable[[Any], None]) -> None:
    """Have `change` done to the guard that candidates are to hold."""
    whole = sealed.sealed_guard

    def weakened() -> Any:
        guard = whole()
        change(guard)
        return guard

    put(sealed, sealed_guard=weakened)


@switch
def hook_let_go() -> None:
    """what takes the profile hook away is no shortcut"""
    put(sealed, REFUSED_REMOVALS={})


@switch
def keys_let_go() -> None:
    """the guard's dispatch key can be switched off"""
    put(sealed, _keep_key=lambda guard: None)


@switch
def key_stays_excluded() -> None:
    """the guard's dispatch key stays off when it was excluded before"""

    def change(guard: Any) -> None:
        operators = guard.scratch.refused_operators()
        put(operators, hold=lambda: operators.include(operators.key, True))

    change_guard(change)


@switch
def key_not_looked_at() -> None:
    """nobody looks whether the guard's dispatch key still holds where PyTorch itself takes it away"""

    def change(guard: Any) -> None:
        hook, key = guard.scratch.profile_hook, guard.scratch.refused_operators().key
        blind = SimpleNamespace(key=key, is_included=lambda key: True, is_excluded=lambda key: False)
        put(guard.scratch, profile_hook=lambda allowed, operators, more=(): hook(allowed, blind, more))

    change_guard(change)


@switch
def net_left_open() -> None:
    """what hangs from the guard's dispatch key can be replaced, and what stands below it can be called"""
    put(sealed, _keep_net=lambda guard: None)


@switch
def objects_in_sight() -> None:
    """the garbage collector shows the guard"""
    put(gc, freeze=lambda: None)


@switch
def answering_looked_up() -> None:
    """what answers the calls of test cells is looked up when it is needed"""

    class Late(candidate.Responder):
        def serve(self, sock: socket.socket) -> None:
            self.answers, self.reply = self.all_answers(), self._reply
            super().serve(sock)

    put(candidate, Responder=Late)


@switch
def exceptions_by_name() -> None:
    """what was raised is looked up by name among our own exceptions, too"""
    known = {**vars(calls), **vars(errors), **vars(messages)}
    raised = calls._exception
    put(
        calls,
        _exception=lambda answer, asked, guard: (
            known[answer["name"]](answer["message"]) if answer["name"] in known else raised(answer, asked, guard)
        ),
    )


@switch
def long_reasons() -> None:
    """messages are as long as the candidate makes them"""
    put(calls, LONGEST_MESSAGE=10**9)
    put(testing, LONGEST_REASON=10**9)


@switch
def raw_outputs() -> None:
    """outputs go into the notebook as they came"""
    put(examiner, clean_outputs=lambda outputs, limit: [nbformat.from_dict(output) for output in outputs])


@switch
def strangers_handed_on() -> None:
    """a test cell that hands on what came back is taken for one that asks too much of the wire"""
    put(arguments, CandidateError=arguments.UnsupportedCall)


@switch
def large_callbacks() -> None:
    """a function of a test is called with as much as a message may hold"""
    put(callbacks, MOST_BYTES=messages.MOST_BYTES)


@switch
def models_as_they_come() -> None:
    """a model's settings are what an answer says they are"""
    put(returning, _take_settings=lambda layer, settings: vars(layer).update(settings))


@switch
def whole_environment() -> None:
    """the fork server is started with our whole environment, as the stem was"""


@switch
def silent() -> None:
    """a spawner that has to sweep never answers again: a fault of ours"""

    def wait(*_: Any) -> None:
        while True:
            signal.pause()

    put(spawner, _sweep=wait)


def serve(name: str, control: socket.socket, folder: str) -> None:
    """Be a fork server without the defence `name`."""
    SWITCHES[name]()
    server.serve(control, folder, "cnngrading", many=False)
