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
PAIR = "`max` and `min` along a dimension give values *and* indices: take `.values`, or use `amax` and `amin`."
STUB = "not written yet"  # with which the message of a released exercise's own exception begins
NO_NUMBER = "Is there a `return`? `print` shows a number, but does not return it."


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
    if isinstance(value, torch.Generator):
        return "generator"
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


def tensor_hint(value: Any) -> str:
    """How to come from something else to the tensor that was wanted."""
    if value is None:
        return "Is there a `return` at the end?"
    parts = list(value) if isinstance(value, tuple) else []
    if len(parts) == 2 and all(isinstance(part, torch.Tensor) for part in parts):
        values, indices = parts
        if indices.dtype == torch.int64 and values.shape == indices.shape:
            return PAIR
    return "`torch.as_tensor` makes one of numbers, `torch.stack` of tensors."


def wrong_values(wrong: int, total: int, whose: str = "its") -> str:
    """How many values of a tensor are wrong: `1 of its 4 values is wrong`."""
    if wrong < total:
        return f"{wrong} of {whose} {total} values {'is' if wrong == 1 else 'are'} wrong"
    return f"{whose} only value is wrong" if total == 1 else f"{all_of(total)} values are wrong"


def all_of(number: int) -> str:
    """`both` for two, `all 3` for three."""
    return "both" if number == 2 else f"all {number}"


def number_hint(value: Any) -> str:
    """How to make Python's own whole number of something that only looks like one; "" for anything else."""
    if value is None:
        return NO_NUMBER
    if isinstance(value, tuple):
        return "Wrap each in `int(…)`." if any(number_hint(part) for part in value) else ""
    name = type(value).__name__
    if name in ("bool", "bool_") and not isinstance(value, bool):
        return f"{name} is a type of NumPy's: wrap it in `bool(…)`."
    if re.fullmatch(r"u?int\d+", name):  # also of a value that came from another process and has but the type's name
        return f"{name} is a type of NumPy's: wrap it in `int(…)`."
    if isinstance(value, torch.Tensor) and value.numel() == 1:
        return "`.item()` takes the number out of a tensor."
    return "Between whole numbers, `//` divides to a whole number." if isinstance(value, float) else ""


def is_stub(error: str, message: str) -> bool:
    """Whether an exception says that an exercise is not written yet: that of the released stub, or a bare
    `raise NotImplementedError`. PyTorch raises NotImplementedError as well, with a message of its own.

    Args:
        error: the name of its built-in type.
    """
    return error == "NotImplementedError" and (not message or message.startswith(STUB))


def built_in_name(error: BaseException) -> str:
    """The name of the nearest built-in type of an exception."""
    names: list[str] = [base.__name__ for base in type(error).__mro__ if getattr(builtins, base.__name__, None) is base]
    return names[0]


def advice_on(error: str, wanted: str, message: str = "", call: str = "", line: str = "") -> str:
    """What to do about an exception that came in the place of `wanted`; both are names of built-in types.

    Args:
        line: of the student's code, from which it came, or a sentence that quotes it; "" where that is not known.
    """
    if re.search(rf"\braise {error}\b", line):
        return f"Write `raise {wanted}(…)` there, not `{error}`."
    if error == "AssertionError":
        return f"Write `raise {wanted}(…)`."
    if unset_name(error, message):
        return f"{error_advice(error, message, call)} Test the arguments first."
    if lacks_layer(error, message):
        return f"Turn it into a `{wanted}` that names the layer: `try`, and `raise {wanted}(…)` in its `except`."
    if error in SLIPS:
        return error_advice(error, message, call) or "That is a slip in the code itself: mend it first."
    return error_advice(error, message, call) or "Test the arguments first."


def error_advice(error: str, message: str, call: str) -> str:
    """What to do about an exception of an answer, whatever was expected; "" where its message says it all.

    Args:
        error: the name of its built-in type.
        message: as Python or PyTorch writes it.
        call: as `call_text` writes it.
    """
    name = unset_name(error, message)
    if name:
        return f"For these arguments no branch sets `{name}` before it is used."
    if "torch.return_types." in message:
        return PAIR
    return parameters_advice(message, call) if error == "TypeError" else ""


def lacks_layer(error: str, message: str) -> bool:
    """Whether it is PyTorch's own error for a name that is no layer of a model, as `get_submodule` raises it."""
    return error == "AttributeError" and re.search(r" has no attribute `", message) is not None


def unset_name(error: str, message: str) -> str:
    """The variable that an answer reads before it sets it, on the way that it takes with its arguments; "" for none.

    A name that it sets nowhere is something else: a slip.
    """
    if error not in ("NameError", "UnboundLocalError"):
        return ""
    found = re.match(r"cannot access (?:local|free) variable '(\w+)'", message)
    return found[1] if found else ""


def parameters_advice(message: str, call: str) -> str:
    """What to do about a TypeError of a call whose arguments do not fit the answer's parameters; "" for any other.

    Args:
        message: of the TypeError, as Python writes it.
        call: as `call_text` writes it, whose keywords are the names that the exercise's cell has.
    """
    found = re.match(r"(?:[\w<>]+\.)*([\w<>]+)\(\) (?:got|takes|missing) ", message)
    if found is None:
        return ""
    keywords = re.findall(r"(?<=[(\s])(\w+)=", call)
    unexpected = re.search(r"unexpected keyword argument '(\w+)'", message)
    if unexpected and unexpected[1] in keywords:
        names = " and ".join(filter(None, (", ".join(keywords[:-1]), keywords[-1])))
        return f"Keep the parameters' names as the exercise's cell has them; this call uses {names}."
    if not unexpected and (found[1] in CALLED or call.startswith(f"{found[1]}(")):
        return "Keep the parameters as the exercise's cell has them: their number, their names and their order."
    return ""


def with_article(name: str) -> str:
    """`an int`, `a float`, `an ndarray`: as the name is read aloud."""
    return f"{'an' if name[:1].lower() in 'aeio' or name.startswith(SPELLED) else 'a'} {name}"
