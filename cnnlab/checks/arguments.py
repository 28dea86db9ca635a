"""The tensors that a call is given and gives back, wherever they lie in lists, tuples, dicts and layers."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Iterator
from typing import Any

import torch


def copied(value: Any) -> Any:
    """A copy of a tensor, a layer or a generator, or of all of them in lists, tuples and dicts; a transposed tensor
    keeps its strides.
    """
    if isinstance(value, torch.Tensor):
        return value.detach().clone(memory_format=torch.preserve_format).requires_grad_(value.requires_grad)
    if isinstance(value, torch.nn.Module):
        return copy.deepcopy(value)
    if isinstance(value, torch.Generator):
        return torch.Generator(value.device).set_state(value.get_state())
    if type(value) in (list, tuple):
        return type(value)(copied(part) for part in value)
    if type(value) is dict:
        return {name: copied(part) for name, part in value.items()}
    return value


def tensors_in(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], torch.Tensor]]:
    """Each tensor in `value`, with the indices and keys that lead to it; of a layer, its parameters and buffers."""
    if isinstance(value, torch.Tensor):
        yield place, value
    elif isinstance(value, torch.nn.Module):
        for name, part in value.state_dict(keep_vars=True).items():
            yield (*place, name), part
    elif isinstance(value, (list, tuple)):
        for index, part in enumerate(value):
            yield from tensors_in(part, (*place, index))
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from tensors_in(part, (*place, name))


def argument_name(function: Any, place: tuple[Any, ...]) -> str:
    """An argument by its place in (args, kwargs): the name of its parameter, or `number 2` where that has no name."""
    if place[0] == 1:
        return str(place[1])
    names = parameter_names(function)
    return names[place[1]] if place[1] < len(names) else f"number {place[1] + 1}"


def changed_argument(function: Any, before: Any, after: Any) -> str:
    """The first tensor in (args, kwargs) that is no longer what it was, by its name; "" where all are."""
    now = dict(tensors_in(after))
    changed = (place for place, old in tensors_in(before) if not are_equal(old, now.get(place)))
    return next((argument_name(function, place) for place in changed), "")


def parameter_names(function: Any) -> list[str]:
    """The names of the parameters that take positional arguments, as far as they have names."""
    if isinstance(function, torch.nn.Module):
        function = function.forward
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    named = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [parameter.name for parameter in parameters if parameter.kind in named]


def are_equal(old: torch.Tensor, new: torch.Tensor | None) -> bool:
    """Whether two tensors are equal; nan equals nan."""
    if new is None or old.shape != new.shape:
        return False
    return bool(((old == new) | ((old != old) & (new != new))).all())


def shares_memory(a: torch.Tensor, b: torch.Tensor) -> bool:
    """Whether two tensors have the same storage: one is the other, or a view of it."""
    return a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()
