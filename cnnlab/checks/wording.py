"""Calls, arguments, types and what a message names, in a beginner's words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import torch

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
        kind = "" if value.dtype == torch.float32 else f" {str(value.dtype).removeprefix('torch.')}"
        return f"<{'×'.join(str(size) for size in value.shape) or 'scalar'}{kind} tensor>"
    if isinstance(value, torch.nn.Module):
        return type(value).__name__
    return shortened(repr(value))


def shortened(text: str, limit: int = 200) -> str:
    return text if len(text) <= limit else f"{text[:limit]}…"


def type_in_words(value: Any) -> str:
    if value is None:
        return "None"
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    return with_article(type(value).__name__)


def with_article(name: str) -> str:
    """`an int`, `a float`, `an ndarray`: as the name is read aloud."""
    return f"{'an' if name[:1].lower() in 'aeio' or name.startswith(SPELLED) else 'a'} {name}"
