"""What a call has made of a layer that was handed in, taken over into the examiner's own layer.

What comes may be forged. A layer keeps its class, its settings of whole numbers and words, and the layers in it: with
those a forged answer could have the examiner compute without end.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, NoReturn

import torch
from torch import nn

from autograder.exam.errors import CandidateError
from autograder.exam.wire.values import Unpacker
from cnngrading.layers import HOOKS, NEW, place_in

MOST_HOOKS = 10


def take_over(layer: nn.Module, reader: Unpacker, tree: Any) -> None:
    """Make `layer` what the tree says.

    Raises:
        ValueError, TypeError: the tree is none of a layer's.
        CandidateError: what it says is not carried.
    """
    _take_over(layer, reader, tree, "", {})


def _take_over(layer: nn.Module, reader: Unpacker, tree: Any, place: str, taken: dict[str, nn.Module]) -> None:
    if isinstance(tree, list) and tree[:1] == ["again"] and taken.get(tree[1]) is layer:
        return
    if not isinstance(tree, list) or tree[:1] != ["layer"] or any(layer is known for known in taken.values()):
        _refuse("another layer")
    taken[place] = layer
    _, name, settings, training, parameters, buffers, contents, hooks = tree
    if name != type(layer).__name__:
        _refuse("another layer")
    if type(training) is not bool:
        raise TypeError("a mode that is neither on nor off")
    _take_settings(layer, reader.read(settings))
    layer.training = training
    _same_names(parameters, layer._parameters)
    for key, part, grad in parameters:
        layer._parameters[key] = _parameter(layer._parameters[key], reader.read(part), reader.read(grad))
    _same_names(buffers, layer._buffers)
    for key, part, _ in buffers:
        layer._buffers[key] = _tensor(layer._buffers[key], reader.read(part))
    _same_names(contents, layer._modules)
    for key, part in contents:
        inner = layer._modules[key]
        if inner is not None:
            _take_over(inner, reader, part, place_in(place, key), taken)
        elif part is not None:
            _refuse("another layer")
    for key, count in zip(HOOKS, hooks, strict=True):
        if type(count) is not int:
            raise TypeError("a number of hooks that is none")
        left = OrderedDict((number, hook_of_an_answer) for number in range(min(max(count, 0), MOST_HOOKS)))
        if left or vars(layer)[key]:
            vars(layer)[key] = left


def has_left_a_hook(layer: nn.Module) -> bool:
    """Whether an answer has left a hook on a layer, or in it."""
    return any(
        hook is hook_of_an_answer for part in layer.modules() for key in HOOKS for hook in vars(part)[key].values()
    )


def hook_of_an_answer(*_: Any, **__: Any) -> NoReturn:
    """Stands for a hook that an answer has left."""
    raise CandidateError("unreadable", "your code has left a hook on a layer that was handed to it: remove it")


def _take_settings(layer: nn.Module, settings: Any) -> None:
    held = vars(layer)
    if not isinstance(settings, dict) or settings.keys() != {key for key in held if key not in NEW}:
        _refuse("an attribute of its own")
    for key, value in settings.items():
        if type(value) is type(held[key]) and value == held[key]:
            continue
        may_change = (bool,) if type(value) is bool else (float, type(None)) if type(value) is float else ()
        if type(held[key]) not in may_change:
            _refuse(f"another {key}")
        held[key] = value


def _same_names(entries: Any, held: dict[str, Any]) -> None:
    if [entry[0] for entry in entries] != list(held):
        _refuse("other parts")


def _parameter(held: nn.Parameter | None, fresh: Any, grad: Any) -> nn.Parameter | None:
    value = _tensor(held, fresh)
    if value is None:
        return None
    if not isinstance(value, nn.Parameter):
        value = nn.Parameter(value, requires_grad=fresh.requires_grad)
    value.requires_grad_(fresh.requires_grad)
    if grad is None or value.grad is None or not _same(value.grad, grad):
        value.grad = grad
    return value


def _tensor(held: torch.Tensor | None, fresh: Any) -> Any:
    """What `held` has become: itself where it can be."""
    if fresh is None:
        return None
    if not isinstance(fresh, torch.Tensor):
        _refuse("something that is no tensor")
    if held is None or held.shape != fresh.shape or held.dtype != fresh.dtype:
        return fresh.detach()
    if not _same(held, fresh):
        held.detach().copy_(fresh.detach())
    return held


def _same(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Whether they have the same bytes, so that what is not a number equals itself."""
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    first, second = (part.detach().contiguous().view(-1).view(torch.uint8) for part in (one, other))
    return torch.equal(first, second)


def _refuse(what: str) -> NoReturn:
    raise CandidateError("unreadable", f"your code has put {what} into a layer that was handed to it")
