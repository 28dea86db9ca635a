"""What a test cell calls an answer with, in full, for an instructor who asks with `--explain`."""

from __future__ import annotations

import math
import re
from typing import Any

from autograder.exam.examiner.proxy import Proxy
from autograder.text import printable

MOST_WHOLE = 64  # numbers of an array that is shown whole
FIRST = 8  # numbers of a larger one
LONGEST = 2000
ADDRESS = re.compile(r" at 0x[0-9a-f]+")  # another one in each run


def call_in_full(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """The call and its arguments, a line each: `triple is called with`, `  1: tensor([1., 2.])`."""
    named = {**{str(place): value for place, value in enumerate(args, 1)}, **kwargs}
    lines = [f"  {place}: {in_full(value)}" for place, value in named.items()]
    return "\n".join([f"{name or 'the result'} is called {'with' if lines else 'with nothing'}", *lines])


def in_full(value: Any) -> str:
    """A value as text: an array of up to 64 numbers whole, of a larger one shape, type, range and first numbers."""
    if isinstance(value, Proxy):
        return f"the student's {value.__name__}"
    try:
        text = _large(value) if _size(value) > MOST_WHOLE else repr(value)
    except Exception as error:  # a value of the subject's may raise anything here; the test cell goes on
        text = f"a {type(value).__name__} that cannot be shown: {type(error).__name__}"
    text = printable(ADDRESS.sub("", text), keep="\n")
    return text.replace("\n", "\n     ") if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _size(value: Any) -> int:
    """How many numbers an array has; 0 for anything else."""
    shape = getattr(value, "shape", None)
    return math.prod(shape) if isinstance(shape, tuple) and hasattr(value, "dtype") else 0


def _large(array: Any) -> str:
    numbers = array.detach() if hasattr(array, "detach") else array
    flat = numbers.reshape(-1)
    first = ", ".join(f"{number:.4g}" for number in flat[:FIRST].tolist())
    shape = "×".join(map(str, array.shape))
    kind = str(array.dtype).rpartition(".")[2]
    try:
        reach = f", from {flat.min().item():.4g} to {flat.max().item():.4g}"
    except Exception:  # complex numbers have no order
        reach = ""
    return f"{shape} {kind} {type(array).__name__.lower()}{reach}, beginning {first}, …"
