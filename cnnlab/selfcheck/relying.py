"""Which other exercises an answer calls, directly or through functions of the notebook."""

from __future__ import annotations

import dis
import functools
import inspect
from collections.abc import Iterator, Mapping
from types import CodeType, FunctionType, MethodType
from typing import Any

from cnnlab.probes import exercises

MOST_STEPS = 500  # functions and classes that are looked at
LOADS = ("LOAD_GLOBAL", "LOAD_NAME")  # not an attribute: `d2l.corr2d` is no answer of the student's


def called_exercises(exercise: str, answer: Any, space: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to other exercises that `answer` has at hand, by the exercises' names, the one used first first.

    Args:
        space: the names of the notebook, with what they hold.
    """
    held = {id(space[name]): name for name in exercises() if name in space and name != exercise}
    found: dict[str, Any] = {}
    todo, seen = [answer], set[int]()
    while todo and len(seen) < MOST_STEPS:
        value = todo.pop(0)
        if id(value) in seen or value is None:
            continue
        seen.add(id(value))
        name = held.get(id(value))
        if name is not None and value is not answer:
            found.setdefault(name, value)
        todo += _parts(value, space)
    return found


def _parts(value: Any, space: Mapping[str, Any]) -> list[Any]:
    """What a function, a class or an object has at hand: what its code names, and what it wraps."""
    if isinstance(value, MethodType):
        return [value.__func__]
    if isinstance(value, functools.partial):
        return [value.func]
    if isinstance(value, (staticmethod, classmethod)):
        return [value.__func__]
    if isinstance(value, property):
        return [value.fget]
    if isinstance(value, FunctionType):
        names = [name for name in _names(value.__code__) if name in space] if _is_of(value, space) else []
        return [*(space[name] for name in names), *_closed_over(value)]
    if isinstance(value, type):
        return list(vars(value).values()) if _is_of(value, space) else []
    own = type(value)
    return [own] if callable(value) and not inspect.isbuiltin(value) and _is_of(own, space) else []


def _is_of(value: Any, space: Mapping[str, Any]) -> bool:
    """Whether the notebook defines it: what libraries call is not looked at."""
    return bool(value.__module__ == space.get("__name__"))


def _names(code: CodeType) -> Iterator[str]:
    """The global names that a function's code and the functions inside of it read, in their order."""
    for instruction in dis.get_instructions(code):
        if instruction.opname in LOADS:
            yield str(instruction.argval)
        elif isinstance(instruction.argval, CodeType):
            yield from _names(instruction.argval)


def _closed_over(function: FunctionType) -> list[Any]:
    found = []
    for cell in function.__closure__ or ():
        try:
            found.append(cell.cell_contents)
        except ValueError:  # it holds nothing yet
            continue
    return [*found, getattr(function, "__wrapped__", None)]
