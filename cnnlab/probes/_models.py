"""Small models with numbers of our own, and questions to answers that are given a model."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from cnnlab.checks.arguments import copied
from cnnlab.probing.questions import RESULT, SEEN, Probe

NO_HOOK, MODES, GRADIENTS = (
    "no hook is left on the model",
    "the parts of the model that are in training mode after the call",
    "the parameters with another gradient than before",
)
NEEDS = "the parameters that require a gradient after the call"
UNCHANGED, NO_GRAPH = "the arguments are as they were", "the result has no graph"


def filled(model: nn.Sequential, draw: Callable[..., Tensor]) -> nn.Sequential:
    """The model with drawn numbers as its parameters, in evaluation mode."""
    for part in model.parameters():
        part.data = draw(*part.shape).to(part.dtype)
    return model.eval()


def positive(draw: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """The same numbers without their signs."""
    return lambda *shape: draw(*shape).abs()


def linear(weight: Tensor) -> nn.Sequential:
    """A model whose scores are the products of `weight` (classes, C, H, W) with the pictures."""
    classes, inputs = len(weight), weight[0].numel()
    last: nn.Linear = nn.utils.skip_init(nn.Linear, inputs, classes, bias=False, dtype=weight.dtype)
    last.weight.data = weight.reshape(classes, inputs).clone()
    return nn.Sequential(nn.Flatten(), last).eval()


def asked(concept: str, call: str, expected: Any, *args: Any, **kwargs: Any) -> Probe:
    """A call with copies of its arguments, models among them, and what it returns. Nothing is refused in it."""

    def ask(function: Any) -> Any:
        own_args, own_kwargs = copied((args, kwargs))
        return without_graph(function(*own_args, **own_kwargs))

    return Probe(concept, ask, expected, call, allow=None)


def leaving(concept: str, call: str, expected: Any, model: nn.Module, *args: Any, graph: bool = False) -> Probe:
    """A call with a model as its first argument, and what it leaves behind: facts beside the result.

    Args:
        graph: whether the result may have a graph.
    """

    def ask(function: Any) -> dict[str, Any]:
        own, own_args = copy.deepcopy(model), copied(args)
        for part in own.parameters():
            part.grad = torch.ones_like(part)
        result = function(own, *own_args)
        return {RESULT: without_graph(result), **traces(model, own, args, own_args, None if graph else result)}

    facts = dict.fromkeys([NO_HOOK, UNCHANGED, *([] if graph else [NO_GRAPH])], True)
    left = {MODES: in_training(model), NEEDS: needing(model), GRADIENTS: []}
    return Probe(concept, ask, {RESULT: expected, **left, **facts}, call, allow=None)


def traces(before: nn.Module, after: nn.Module, args: Any, own_args: Any, result: Any) -> dict[str, Any]:
    """What a call has left in a model whose gradients were ones, and in its other arguments."""
    state = before.state_dict()
    facts: dict[str, Any] = {
        NO_HOOK: not any(len(part._forward_hooks) + len(part._backward_hooks) for part in after.modules()),
        MODES: in_training(after),
        NEEDS: needing(after),
        GRADIENTS: [
            f"{name} (none)" if part.grad is None else name
            for name, part in after.named_parameters()
            if part.grad is None or not bool((part.grad == 1).all())
        ],
        UNCHANGED: all(torch.equal(value, state[name]) for name, value in after.state_dict().items())
        and all(_same(old, new) for old, new in zip(args, own_args, strict=True)),
    }
    facts[SEEN] = {
        NO_HOOK: "one still hangs on it: `handle.remove()` takes it away",
        UNCHANGED: "a parameter, a buffer or a tensor has other values, or another `requires_grad` or `.grad`",
        NO_GRAPH: "yours has one: `.detach()` gives the numbers alone",
    }
    if result is not None:
        facts[NO_GRAPH] = not (isinstance(result, Tensor) and result.requires_grad)
    return facts


def in_training(model: nn.Module) -> list[str]:
    """The names of the parts that are in training mode; the whole model is "model"."""
    return [name or "model" for name, part in model.named_modules() if part.training]


def needing(model: nn.Module) -> list[str]:
    """The names of the parameters that require a gradient."""
    return [name for name, part in model.named_parameters() if part.requires_grad]


def without_graph(result: Any) -> Any:
    """A tensor without its graph; anything else as it is."""
    return result.detach() if isinstance(result, Tensor) else result


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, Tensor):
        return torch.equal(old, new) and old.requires_grad == new.requires_grad and new.grad is None
    return bool(old == new)
