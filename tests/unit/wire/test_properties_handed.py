"""Whatever a forged answer says of a model or of a function that it was handed: the model keeps its layers, their sizes
and their attributes, and a function is called with plain values or not at all.
"""

from __future__ import annotations

import contextlib
import copy
from typing import Any

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from autograder.exam.examiner.callbacks import HandedFunctions
from autograder.exam.wire.messages import Blobs
from autograder.exam.wire.values import Opaque, Unpacker
from cnngrading.answering import AnsweringCodec
from cnngrading.asking import AskingCodec
from cnngrading.layers import NEW, pack_layer
from cnngrading.returning import MOST_HOOKS

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.sampled_from(
        ["", "layer", "again", "tensor", "object", "float", "0", "weight", "__class__", "float32", "Conv2d"]
    ),
    lambda inner: st.lists(inner, max_size=8),
    max_leaves=12,
)


def small_model() -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(1, 2, 2), nn.BatchNorm2d(2), nn.ReLU())


def places(tree: Any) -> list[tuple[list[Any], int]]:
    """All places of a tree where something else could stand."""
    found = []
    if isinstance(tree, list):
        for number, part in enumerate(tree):
            found += [(tree, number), *places(part)]
    return found


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_forged_change_leaves_a_model_of_the_same_layers(data: st.DataObject) -> None:
    model, blobs = small_model(), Blobs()
    tree = copy.deepcopy(pack_layer(small_model(), blobs, AnsweringCodec(), after=True))
    for _ in range(data.draw(st.integers(1, 3))):
        holder, number = data.draw(st.sampled_from(places(tree)))
        holder[number] = data.draw(JSON)
    codec = AskingCodec()
    before = [(type(part), set(vars(part)), _sizes(part)) for part in model.modules()]
    with contextlib.suppress(Exception):  # the answer is refused: whatever it raises is told as such
        codec.read_change(Unpacker(memoryview(b"".join(blobs)), codec), tree, model)
    assert [(type(part), set(vars(part)), _sizes(part)) for part in model.modules()] == before
    for part in model.modules():
        assert type(part.training) is bool
        assert all(value is None or type(value) is nn.Parameter for value in part._parameters.values())
        assert all(value is None or type(value) is torch.Tensor for value in part._buffers.values())
        assert len(part._forward_hooks) <= MOST_HOOKS


def _sizes(layer: nn.Module) -> dict[str, Any]:
    return {name: value for name, value in vars(layer).items() if name not in NEW and type(value) not in (bool, float)}


@given(st.dictionaries(st.sampled_from(["function", "args", "kwargs"]), JSON), st.binary(max_size=40), st.booleans())
@settings(max_examples=150, deadline=None)
def test_a_forged_call_of_a_function_is_answered(message: dict[str, Any], body: bytes, is_known: bool) -> None:
    seen: list[Any] = []

    def function(*args: Any, **kwargs: Any) -> int:
        seen.extend([*args, *kwargs.values()])
        return len(seen)

    functions = HandedFunctions()
    number = functions.number_of(function)
    if is_known:
        message = {**message, "function": number}
    reply, blobs = functions.call(message, memoryview(body), AskingCodec())
    assert reply["op"] in ("returned", "raised") and blobs == []
    assert all(type(value).__mro__[-2] in PLAIN or isinstance(value, Opaque) for value in seen)


PLAIN = (type(None), bool, int, float, str, list, tuple, dict, torch.Tensor, torch._C.TensorBase)
