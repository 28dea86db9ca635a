"""Calls, arguments, types and what a message names, in a beginner's words."""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable
from types import FrameType
from typing import Any

import torch

SLIPS = ("AttributeError", "ImportError", "ModuleNotFoundError", "NameError", "SyntaxError", "UnboundLocalError")
CALLED = ("__init__", "__call__", "forward", "<lambda>")  # by which an error of a call itself names what was called
SPELLED = ("nd", "np", "nn")  # how names begin whose first letter is spelled out: "en-dee-array"


def names_item(message: str, item: Any) -> bool:
    """Whether a message contains a word, a number, or the numbers of a shape in their order."""
    if isinstance(item, int):
        item = (item,)
    if isinstance(item, (tuple, list)):
        numbers = r"\D+".join(str(int(size)) for size in item)
        return re.search(rf"(?<!\d){numbers}(?!\d)" if numbers else r"\(\)|\[\]|\b0\b|scalar", message) is not None
    return str(item) in message


def call_text(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], name: str = "") -> str:
    """A call as a student would write it.

    Args:
        name: under which the function is held (see `written_name`); "" where only its own name is known.
    """
    kind = type(function).__name__
    name = (
        name
        or getattr(function, "__name__", "")
        or (f"the {kind} layer" if isinstance(function, torch.nn.Module) else kind)
    )
    parts = [_argument_text(arg) for arg in args] + [f"{key}={_argument_text(value)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(parts)})"


def written_name(function: Any, frame: FrameType) -> str:
    """The global name by which the code of `frame` speaks of a function: `corr2d` in `expect_call(corr2d, …)`, also
    where that is a lambda or was written under another name. "" where it has none there.
    """
    names = frame.f_globals
    return next((name for name in frame.f_code.co_names if name in names and names[name] is function), "")


def is_call(label: str) -> bool:
    """Whether a label is that of a call, which returns something, or else that of a value, which is something."""
    return re.match(r"(the )?[\w.<>]+( layer)?\(", label) is not None and ": " not in label


def result_words(label: str) -> tuple[str, str]:
    """How to say what a label's value should be, and what it is."""
    return ("should return", "it returned") if is_call(label) else ("should be", "it is")


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


def advice_on(error: str, wanted: str, message: str = "", call: str = "") -> str:
    """What to do about an exception that came in the place of `wanted`; both are names of built-in types."""
    if error == "AssertionError":
        return f"Write `raise {wanted}(…)`."
    if error in SLIPS:
        return "That is a slip in the code itself, whatever the arguments are: mend it first."
    return (parameters_advice(message, call) if error == "TypeError" else "") or "Test the arguments first."


def parameters_advice(message: str, call: str) -> str:
    """What to do about a TypeError of a call whose arguments do not fit the answer's parameters; "" for any other.

    Args:
        message: of the TypeError, as Python writes it.
        call: as `call_text` writes it, whose keywords are the names that the stub has.
    """
    found = re.match(r"(?:[\w<>]+\.)*([\w<>]+)\(\) (?:got|takes|missing) ", message)
    if found is None:
        return ""
    keywords = re.findall(r"(?<=[(\s])(\w+)=", call)
    unexpected = re.search(r"unexpected keyword argument '(\w+)'", message)
    if unexpected and unexpected[1] in keywords:
        names = " and ".join(filter(None, (", ".join(keywords[:-1]), keywords[-1])))
        return f"Keep the parameters' names as the stub has them; this call uses {names}."
    if not unexpected and (found[1] in CALLED or call.startswith(f"{found[1]}(")):
        return "Keep the parameters as the stub has them: their number, their names and their order."
    return ""


def with_article(name: str) -> str:
    """`an int`, `a float`, `an ndarray`: as the name is read aloud."""
    return f"{'an' if name[:1].lower() in 'aeio' or name.startswith(SPELLED) else 'a'} {name}"
