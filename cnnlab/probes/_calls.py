"""Short ways to write a probe: a call that returns a value, one that is refused, one that changes no argument."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from cnnlab.checks.arguments import copied
from cnnlab.guard import refusing
from cnnlab.probing.questions import RESULT, Probe, Refusal, View, calling, keeping, kept


@dataclass(frozen=True)
class Calls:
    """Calls of one exercise's function.

    Attributes:
        function: its name.
        arguments: the names of its positional tensor arguments.
        allow: library names that the exercise may build on.
        refuse: what the exercise may not use on top, as for `from_scratch`.
        picture: from the arguments of a call, what a picture of its result shows.
    """

    function: str
    arguments: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    picture: Callable[..., View] | None = None
    refuse: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The probes' `allow`."""
        return (*self.allow, *refusing(self.refuse))

    def gives(self, concept: str, *args: Any, returns: Any, view: View | None = None, **settings: Any) -> Probe:
        """A call and what it returns: a tensor or nested list of numbers, an int, a tuple of ints."""
        view = view or (self.picture(*args, **settings) if self.picture else None)
        return Probe(
            concept, calling(*args, **settings), _tensor(returns), self.call_text(args, settings), view, self.rules
        )

    def refuses(self, concept: str, *args: Any, naming: tuple[Any, ...], **settings: Any) -> Probe:
        """A call that raises a ValueError whose message names all of `naming`."""
        return Probe(
            concept,
            calling(*args, **settings),
            Refusal(ValueError, naming),
            self.call_text(args, settings),
            allow=self.rules,
        )

    def leaves(self, concept: str, *args: Any, returns: Any = None, **settings: Any) -> Probe:
        """A call that does not change its tensor arguments and returns a tensor with memory of its own.

        The values of that tensor are compared only with `returns`.
        """
        expected = kept(_tensor(returns), *(arg for arg in args if isinstance(arg, Tensor)), names=self.arguments)
        if returns is None:
            del expected[RESULT]
        view = self.picture(*args, **settings) if self.picture and returns is not None else None
        return Probe(concept, keeping(*args, **settings), expected, self.call_text(args, settings), view, self.rules)

    def on_part(
        self, concept: str, larger: Tensor, *args: Any, returns: Any, part: Any = slice(1, None), **settings: Any
    ) -> Probe:
        """A call on `larger[part]`, a part of a larger tensor and no copy of it, and on `args`."""
        probe = self.gives(concept, larger[part], *args, returns=returns, **settings)

        def ask(function: Any) -> Any:
            return function(larger.clone()[part], *copied(args), **copied(settings))

        return replace(probe, ask=ask, call=f"{probe.call}, {self.arguments[0]} a part of a larger tensor,")

    def twice(self, concept: str, first: tuple[Any, ...], second: tuple[Any, ...], returns: tuple[Any, Any]) -> Probe:
        """Two calls with equal shapes and other values, one after the other, and what each of them returns."""
        calls = calling(*first), calling(*second)
        text = f"{self.call_text(first, {})}, and a second call with other values"
        return Probe(concept, lambda function: tuple(call(function) for call in calls), returns, text, allow=self.rules)

    def call_text(self, args: tuple[Any, ...], settings: dict[str, Any]) -> str:
        """The call as a beginner would write it: `pool2d(X, (2, 3), mode='avg') with X 3×5`."""
        tensors = dict(zip(self.arguments, (arg for arg in args if isinstance(arg, Tensor)), strict=False))
        unused_names = iter(tensors)
        parts = [next(unused_names) if isinstance(arg, Tensor) else _written(arg) for arg in args]
        parts += [
            f"{key}={value.tolist() if isinstance(value, Tensor) else repr(value)}" for key, value in settings.items()
        ]
        sizes = [f"{name} {_size_text(tensor)}" for name, tensor in tensors.items()]
        return f"{self.function}({', '.join(parts)})" + (f" with {' and '.join(sizes)}" if sizes else "")


def whole(seed: int) -> Callable[..., Tensor]:
    """`draw(*shape, low=-9, high=9)`: non-zero whole numbers as floats, whose sums and products are exact."""
    generator = torch.Generator().manual_seed(seed)

    def draw(*shape: int, low: int = -9, high: int = 9) -> Tensor:
        values = torch.randint(low, high + 1, shape, generator=generator).to(torch.get_default_dtype())
        return values.where(values != 0, torch.tensor(float(high)))

    return draw


def quarters(seed: int) -> Callable[..., Tensor]:
    """`draw(*shape, low=-8, high=8)`: multiples of a quarter, by default from -2 to 2; low and high count quarters.

    They are small enough for an FFT in float32 to stay within the tolerance. Where they reach the thousands they are
    hundreds, which are easier to read in a message.
    """
    draw = whole(seed)

    def draw_quarters(*shape: int, low: int = -8, high: int = 8) -> Tensor:
        values = draw(*shape, low=low, high=high) / 4
        return (values / 100).round() * 100 if max(abs(low), abs(high)) >= 4 * 1000 else values

    return draw_quarters


def grid(height: int, width: int) -> Tensor:
    """0, 1, 2, … row after row."""
    return torch.arange(float(height * width)).reshape(height, width)


def same_from_both_sides(part: Tensor) -> Tensor:
    """`part` plus itself turned by 180°: flipping the sum in both directions changes nothing."""
    return part + part.flip(-2, -1)


def same_from_every_side(square: Tensor) -> Tensor:
    """The sum of a square's eight rotations and reflections."""
    square = square + square.mT
    square = square + square.flip(-1)
    return square + square.flip(-2)


def _written(arg: Any) -> str:
    return "generator" if isinstance(arg, torch.Generator) else repr(arg)


def _tensor(returns: Any) -> Any:
    return torch.as_tensor(returns) if isinstance(returns, list) else returns


def _size_text(tensor: Tensor) -> str:
    dtype = "" if tensor.dtype == torch.float32 else f" ({str(tensor.dtype).removeprefix('torch.')})"
    sizes = "×".join(str(size) for size in tensor.shape) if tensor.dim() > 1 else f"of shape {tuple(tensor.shape)}"
    return sizes + dtype
