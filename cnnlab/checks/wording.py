"""Calls, arguments, types and what a message names, in a beginner's words."""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable
from typing import Any

import torch

SLIPS = ("AttributeError", "ImportError", "ModuleNotFoundError", "NameError", "SyntaxError", "UnboundLocalError")
SPELLED = ("nd", "np", "nn")  # how names begin whose first letter is spelled out: "en-dee-array"


def names_item(message: str, item: Any) -> bool:
    """Whether a message contains a word, a number, or the numbers of a shape in their order."""
    if isinstance(item, int):
        item = (item,)
    if isinstance(item, (tuple, list)):
        numbers = r"\D+".join(str(int(size)) for size in item)
        return re.search(rf"(?<!\d){numbers}(?!\d)" if numbers else r"\(\)|\[\]|\b0\b|scalar", message) is not None
    return str(item) in message


def call_text(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    kind = type(function).__name__
    name = getattr(function, "__name__", None) or (
        f"the {kind} layer" if isinstance(function, torch.nn.Module) else kind
    )
    parts = [_argument_text(arg) for arg in args] + [f"{key}={_argument_text(value)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(parts)})"


def _argument_text(value: Any) -> str:
    if isinstance(value, torch.Tensor):
        kind = "" if value.dtype == torch.float32 else f"{str(value.dtype).removeprefix('torch.')} "
        if value.dim() == 1:
            return f"<{kind}tensor of shape {tuple(value.shape)}>"
        return f"<{'×'.join(str(size) for size in value.shape) or 'scalar'} {kind}tensor>"
    if isinstance(value, torch.nn.Module):
        return type(value).__name__
    if type(value) is list:
        return shortened(f"[{', '.join(map(_argument_text, value))}]")
    return shortened(repr(value))


def shortened(text: str, limit: int = 200) -> str:
    return text if len(text) <= limit else f"{text[:limit]}…"


def type_in_words(value: Any) -> str:
    if value is None:
        return "None"
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    return with_article(type(value).__name__)


def value_in_words(value: Any) -> str:
    """What came back, in a few words: `the int 2`, `a tensor of shape (2, 3)`, `a list: [3, 4]`."""
    name, has_text = type(value).__name__, getattr(type(value), "__repr__", None) is not object.__repr__
    if value is None or (isinstance(value, torch.Tensor) and value.dim()):
        return type_in_words(value)
    try:
        text = repr(value) if has_text else name
    except Exception:  # of a class of the student's
        text = name
    if type(value) in (bool, int, float, complex, str):
        return shortened(f"the {name} {text}")
    if text == name:
        return with_article(name)
    return f"{type_in_words(value)}: {shortened(text)}"


def number_hint(value: Any) -> str:
    """How to make Python's own whole number of something that only looks like one; "" for anything else."""
    if isinstance(value, tuple):
        return "Wrap each in `int(…)`." if any(number_hint(part) for part in value) else ""
    name = type(value).__name__
    if re.fullmatch(r"u?int\d+", name):  # also of a value that came from another process and has but the type's name
        return f"{name} is a type of NumPy's: wrap it in `int(…)`."
    if isinstance(value, torch.Tensor) and value.numel() == 1:
        return "`.item()` takes the number out of a tensor."
    return "Between whole numbers, `//` divides to a whole number." if isinstance(value, float) else ""


def built_in_name(error: BaseException) -> str:
    """The name of the nearest built-in type of an exception."""
    names: list[str] = [base.__name__ for base in type(error).__mro__ if getattr(builtins, base.__name__, None) is base]
    return names[0]


def advice_on(error: str, wanted: str) -> str:
    """What to do about an exception that came in the place of `wanted`; both are names of built-in types."""
    if error == "AssertionError":
        return f"Write `raise {wanted}(…)`."
    if error in SLIPS:
        return "That is a slip in the code itself, whatever the arguments are: mend it first."
    return "Test the arguments first."


def with_article(name: str) -> str:
    """`an int`, `a float`, `an ndarray`: as the name is read aloud."""
    return f"{'an' if name[:1].lower() in 'aeio' or name.startswith(SPELLED) else 'a'} {name}"
