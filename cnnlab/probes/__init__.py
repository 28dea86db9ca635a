"""The probes, one module an exercise: each has a function `probes()` that makes them (see `cnnlab.probing`)."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import torch

from cnnlab.probing.questions import Probe


def exercises() -> tuple[str, ...]:
    """The names of all exercises that have probes."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")))


def probes_of(exercise: str) -> tuple[Probe, ...]:
    """The probes of an exercise, in the order of its concepts. Their tensors have PyTorch's default dtype of now.

    Raises:
        ValueError: there is no such exercise; the message lists the exercises.
    """
    return _made(exercise, torch.get_default_dtype())


@cache
def _made(exercise: str, dtype: torch.dtype) -> tuple[Probe, ...]:
    if exercise not in exercises():
        raise ValueError(f"There is no exercise {exercise!r}. The exercises are {', '.join(exercises())}.")
    probes: tuple[Probe, ...] = importlib.import_module(f"cnnlab.probes.{exercise}").probes()
    return probes
