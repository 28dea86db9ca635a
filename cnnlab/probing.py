"""Probes: public questions to a student's answer, put one by one.

`cnnlab.check` puts them to a student's function at home, the autograder's diagnosis puts the same ones to a submission. The probes of an
exercise stand in `cnnlab/probes/<exercise>.py`; nothing in them is secret.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import torch

import cnnlab.probes
from cnnlab.checks import names_item
from cnnlab.guard import from_scratch
from cnnlab.outcomes import Outcome, alike, raised, read
from cnnlab.questions import Ask, Probe, Refusal, View, calling, keeping, kept
from cnnlab.verdicts import explanation, mutated, verdict

__all__ = [
    "Ask",
    "Outcome",
    "Probe",
    "Refusal",
    "View",
    "alike",
    "calling",
    "exercises",
    "explanation",
    "keeping",
    "kept",
    "mutated",
    "probes_of",
    "put",
    "verdict",
]

SEED = 2000  # of the random numbers that an answer draws while it is asked


def exercises() -> tuple[str, ...]:
    """The names of all exercises that have probes."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(cnnlab.probes.__path__) if not module.name.startswith("_")))


@cache
def probes_of(exercise: str) -> tuple[Probe, ...]:
    """The probes of an exercise, in the order of its concepts.

    Raises:
        ValueError: there is no such exercise; the message lists those there are.
    """
    if exercise not in exercises():
        raise ValueError(f"There is no exercise {exercise!r}. The exercises are {', '.join(exercises())}.")
    probes: tuple[Probe, ...] = importlib.import_module(f"cnnlab.probes.{exercise}").probes()
    return probes


def put(
    probe: Probe,
    function: Any,
    *,
    through: tuple[type[BaseException], ...] = (),
    died: tuple[type[BaseException], ...] = (),
) -> Outcome:
    """Ask, from scratch, and write down what came back. Random numbers that the answer draws are the same each time.

    Args:
        function: the answer: a function, a class, or the exam's stand-in for it.
        through: exceptions that say something about us and nothing about the answer; all others become outcomes.
        died: exceptions that say that the answer's process ended.

    Raises:
        One of `through`, and nothing else.
    """
    naming = probe.expected.naming if isinstance(probe.expected, Refusal) else ()
    try:
        with _same_random_numbers():
            if probe.allow is None:
                value = probe.ask(function)
            else:
                with from_scratch(probe.allow):
                    value = probe.ask(function)
            tree = read(value)
    except through:
        raise
    except died as error:
        return Outcome("died", message=str(error))
    except BaseException as error:  # the student's code may raise anything, SystemExit and KeyboardInterrupt too
        outcome = raised(error)
        if not naming or outcome.kind != "raised":
            return outcome
        return raised(error, tuple(names_item(_text(error), item) for item in naming))
    return Outcome("foreign", name=tree[1]) if tree[0] == "foreign" else Outcome("value", tree=tree)


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # the student's own exception class may have a faulty __str__
        return ""


@contextmanager
def _same_random_numbers() -> Iterator[None]:
    """PyTorch's generator begins anew, and goes on afterwards where it was: a check leaves no trace in a student's notebook."""
    state = torch.default_generator.get_state()
    torch.default_generator.manual_seed(SEED)
    try:
        yield
    finally:
        torch.default_generator.set_state(state)
