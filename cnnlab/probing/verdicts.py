"""What to say about an outcome: nothing when it is right, or else what helps a beginner."""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import torch

from cnnlab.checks.errors import CheckError
from cnnlab.checks.expect import FINE, OWN_TENSOR, RAISE, WRITTEN_INTO, changed_words, expect_close
from cnnlab.checks.explain import Explain
from cnnlab.checks.results import ATOL, RTOL
from cnnlab.checks.wording import advice_on, error_advice, is_stub, result_words, with_article
from cnnlab.probing.outcomes import Outcome, Tree, read, rebuild
from cnnlab.probing.questions import AFTERWARDS, OWN_MEMORY, RESULT, Probe, Refusal, argument_of
from cnnlab.probing.views import explanation

SINGLE = ("bool", "int", "float", "complex", "str")  # kinds of a tree that is one value


def verdict(probe: Probe, outcome: Outcome) -> str:
    """What is wrong with an outcome, in a beginner's words; "" when nothing is."""
    label = probe.call or "Your answer"
    if outcome.kind == "died":
        return f"{label} gave no answer: {outcome.message}."
    if outcome.name == "ShortcutError":
        said = outcome.message or f"{label}: a library does the work."
        return f"{said} {outcome.place}".rstrip()
    if is_stub(outcome.name, outcome.message):
        return _unwritten(label, outcome.place)
    if isinstance(probe.expected, Refusal):
        return _refusal_verdict(probe.expected, outcome, label)
    if outcome.kind == "raised":
        advice = FINE if outcome.name == "ValueError" else error_advice(outcome.name, outcome.message, label)
        return " ".join(filter(None, (f"{label} raised {_raised(outcome)}.", advice, outcome.place)))
    tree = ("foreign", outcome.name) if outcome.kind == "foreign" else outcome.tree
    if isinstance(probe.expected, dict):
        return _dict_difference(probe.expected, tree, label, outcome.seen)
    return _difference(probe.expected, tree, label, probe.explain or explanation(probe.view), outcome.changed)


def _unwritten(label: str, place: str) -> str:
    """What to say of a stub: the answer itself, or another exercise's function that it calls, which `place` names."""
    found = re.match(r"It comes from `(\w+)`", place)
    called = found[1] if found and not found[1].startswith("_") and found[1] != "forward" else ""
    if called and not re.search(rf"\b{called}\b", label):
        return f"{label} cannot run before your {called} is written."
    return f"{label} is not written yet: it raises NotImplementedError."


def mutated(outcome: Outcome, expected: Any) -> str:
    """What an outcome of `keeping(…)` says of the arguments: "changes its argument X", or "returns one of its
    arguments, or a view of one"; "" where they are as they were, and the result has memory of its own.
    """
    if outcome.kind != "value" or outcome.tree[0] != "dict" or not isinstance(expected, dict):
        return ""
    parts = _named_parts(outcome.tree)
    for key, part in expected.items():
        if key in parts and str(key).endswith((AFTERWARDS, OWN_MEMORY)) and _difference(part, parts[key], key):
            if key == OWN_MEMORY:
                return "returns one of its arguments, or a view of one"
            return f"changes {argument_of(expected, key)}"
    return ""


def _refusal_verdict(refusal: Refusal, outcome: Outcome, label: str) -> str:
    name = refusal.kind.__name__
    if outcome.kind != "raised":
        tree = ("foreign", outcome.name) if outcome.kind == "foreign" else outcome.tree
        is_error = issubclass(_built_in(outcome.name), BaseException)
        hint = f" {RAISE}" if outcome.kind == "foreign" and is_error else ""
        return f"{label} should raise {name}, but it returned {_returned(tree)}.{hint}"
    if not issubclass(_built_in(outcome.name), refusal.kind):
        advice = advice_on(outcome.name, name, outcome.message, label, outcome.place)
        said = f"{label} should raise {name}, but it raised {_raised(outcome)}. {advice}"
        return f"{said} {outcome.place}" if outcome.place else said
    left_out = [str(item) for item, named in zip(refusal.naming, outcome.named, strict=False) if not named]
    if left_out:
        message = f"its message {outcome.message!r}" if outcome.message else "its message"
        return f"{label} raises {name}, as it should, but {message} does not name {' and '.join(left_out)}."
    return ""


def _built_in(name: str) -> type:
    """The built-in type of this name; `object` where there is none."""
    found = getattr(builtins, name, None)
    return found if isinstance(found, type) else object


def _raised(outcome: Outcome) -> str:
    """An exception's type and, if it has one, its message."""
    return f"{outcome.name}: {outcome.message.rstrip('.')}" if outcome.message else outcome.name


def _difference(expected: Any, tree: Tree, label: str, explain: Explain | None = None, changed: str = "") -> str:
    """What differs between the expected value and a tree; "" when nothing does. `changed`: as in `Outcome`."""
    if isinstance(expected, dict):
        return _dict_difference(expected, tree, label)
    is_shape = isinstance(expected, tuple) and all(type(part) is int for part in expected)
    if isinstance(expected, (tuple, list)) and not is_shape:
        return _sequence_difference(expected, tree, label)
    if isinstance(expected, (torch.Tensor, tuple)) or type(expected) is int:
        try:
            expect_close(rebuild(tree), expected, label=label, explain=explain)
        except CheckError as error:
            return "\n".join([str(error), *([WRITTEN_INTO.format(changed)] if changed else [])])
        return ""
    if isinstance(expected, float) and tree[0] == "float":
        if _is_close(float(tree[1]), expected):
            return ""
        return f"{label} should be {expected:.6g}, but it is {_brief(tree)}."
    if tree == read(expected):
        return ""
    return f"{label} should be {_brief(read(expected))}, but it is {_brief(tree)}.{_number_advice(expected, tree)}"


def _number_advice(expected: Any, tree: Tree) -> str:
    """How to make a truth value or a float of what only looks like one; "" for anything else."""
    if type(expected) is bool and tree[0] == "foreign" and tree[1] in ("bool", "bool_"):
        return " That is NumPy's own: wrap it in `bool(…)`."
    if type(expected) in (bool, float) and tree[0] == "tensor" and not tree[2]:
        return " `.item()` takes the number out of a tensor."
    return ""


def _dict_difference(
    expected: dict[str, Any], tree: Tree, label: str, seen: Mapping[str, str] = MappingProxyType({})
) -> str:
    if tree[0] != "dict":
        if tree == ("none",):
            return f"{label} should not return None. Is there a `return` at the end?"
        wants_tensor = any(isinstance(value, torch.Tensor) for value in expected.values())
        should, but = result_words(label)
        wanted = f"{should} a tensor, but {but}" if wants_tensor else "should not return"
        return f"{label} {wanted} {_returned(tree)}."
    parts, call = _named_parts(tree), label.removesuffix(",")
    for key, value in expected.items():
        part = parts.get(key, ("none",))
        if _is_unchanged(key, value, part):
            continue
        if value is True and " " in key and part == ("bool", False) and key != OWN_MEMORY:
            return f"{call}: it should hold that {key}, but {seen.get(key, 'it does not')}."
        if key.endswith(".grad") and key in parts and part == ("none",):
            name = key.removesuffix(".grad")
            return f"{call}: no gradient reached {name}. Is it used as it is, without .data, .detach(), .item()?"
        difference = _difference(value, part, f"{call}: {key}", changed=_changed(expected, parts))
        if difference:
            return _of_argument(expected, key, parts, label) or difference
    return ""


def _changed(expected: dict[str, Any], parts: Mapping[str, Tree]) -> str:
    """The tensor argument that is not as it was after a call by `keeping`, by its name; "" where all are."""
    for key, part in expected.items():
        if (
            key.endswith(AFTERWARDS)
            and key in parts
            and not _is_unchanged(key, part, parts[key])
            and _difference(part, parts[key], key)
        ):
            return argument_of(expected, key).removeprefix("its argument ")
    return ""


def _is_unchanged(key: str, value: Any, part: Tree) -> bool:
    """Whether this is an argument after the call that is as it was, nan where it was nan."""
    return key.endswith(AFTERWARDS) and part == read(value)


def _of_argument(expected: dict[str, Any], key: str, parts: Mapping[str, Tree], label: str) -> str:
    """What is wrong with a tensor argument after the call, or with the memory of the result; "" for another part."""
    if key.endswith(AFTERWARDS):
        return f"{label} {changed_words(argument_of(expected, key), expected[key], rebuild(parts[key]))}"
    result = parts.get(RESULT, ())
    if key == OWN_MEMORY and result[:1] in (("list",), ("tuple",)):
        return f"{label} returned a {result[0]} of parts of one of its arguments. {OWN_TENSOR}"
    return f"{label} returned one of its arguments, or a view of one. {OWN_TENSOR}" if key == OWN_MEMORY else ""


def _sequence_difference(expected: tuple[Any, ...] | list[Any], tree: Tree, label: str) -> str:
    name = "tuple" if isinstance(expected, tuple) else "list"
    should, but = result_words(label)
    if name == "list" and all(type(part) in (int, str) for part in expected) and tree[0] == "list":
        if tree == read(expected):
            return ""
        return f"{label} {should} {expected}, but {but} {_brief(tree).removeprefix('a list: ')}."
    if tree[0] != name or tree[1] != len(expected):
        return f"{label} {should} a {name} of {len(expected)} values, but {but} {_returned(tree)}."
    for i, value in enumerate(expected):
        difference = _difference(value, tree[2][i], f"{label.removesuffix(',')}: part {i + 1}")
        if difference:
            return difference
    return ""


def _is_close(value: float, expected: float) -> bool:
    tensor, expected_tensor = torch.tensor(value, dtype=torch.float64), torch.tensor(expected, dtype=torch.float64)
    return bool(torch.isclose(tensor, expected_tensor, rtol=RTOL, atol=ATOL))


def _named_parts(tree: Tree) -> dict[str, Tree]:
    return {key[1]: part for key, part in tree[2] if key[0] == "str"}


def _returned(tree: Tree) -> str:
    """As `_brief`, with the type of a single value: `the int 2`."""
    return f"the {tree[0]} {_brief(tree)}" if tree[0] in SINGLE else _brief(tree)


def _brief(tree: Tree) -> str:
    """A tree in a few words."""
    kind = tree[0]
    if kind == "tensor":
        return f"a tensor of shape {tuple(tree[2])}"
    if kind == "foreign":
        return with_article(tree[1])
    if kind == "dict" or (kind in ("tuple", "list") and any(part[0] not in SINGLE for part in tree[2])):
        return f"a {kind} of {tree[1]}"
    text = repr(rebuild(tree))
    text = text if len(text) <= 80 else f"{text[:80]}…"
    return f"a {kind}: {text}" if kind in ("tuple", "list") else text
