"""PyTorch's own layers, and models made of them, as they pass between a test cell and an answer.

A layer is written down whole: its class out of this list, its settings, its mode, its parameters with their gradients,
its buffers, and the layers in it. No constructor runs where it is read, so that none draws random numbers and no
setting is forgotten. What cannot be written down whole is refused.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import torch
from torch import nn

from autograder.exam.wire.messages import Blobs
from autograder.exam.wire.values import Unpacker, pack
from cnngrading.codec import TensorCodec
from cnngrading.tensors import DTYPES, pack_tensor

LAYERS: dict[str, type[nn.Module]] = {
    kind.__name__: kind
    for kind in (
        nn.AdaptiveAvgPool2d,
        nn.AdaptiveMaxPool2d,
        nn.AvgPool2d,
        nn.BatchNorm1d,
        nn.BatchNorm2d,
        nn.Conv2d,
        nn.ConvTranspose2d,
        nn.Dropout,
        nn.Dropout2d,
        nn.Flatten,
        nn.GELU,
        nn.Identity,
        nn.LeakyReLU,
        nn.Linear,
        nn.LogSoftmax,
        nn.MaxPool2d,
        nn.ReLU,
        nn.Sequential,
        nn.Sigmoid,
        nn.Softmax,
        nn.Tanh,
    )
}
MOST_DEPTH, MOST_LAYERS = 8, 500
NEW: dict[str, Any] = vars(nn.Module())  # what every layer has besides its settings
CARRIED = ("training", "_parameters", "_buffers", "_modules", "_non_persistent_buffers_set")
HOOKS = tuple(name for name, value in NEW.items() if isinstance(value, OrderedDict))
KEPT = tuple(name for name in NEW if name not in (*CARRIED, *HOOKS))  # has to be as it is in a new layer
PLAIN = (type(None), bool, int, float, str)

_prepare = nn.Module.__init__  # taken before student code can put another in its place


class NotCarriedError(Exception):
    """A layer that cannot be written down whole; the text says which, and what of it."""


def pack_layer(layer: nn.Module, blobs: Blobs, codec: TensorCodec, *, after: bool = False) -> Any:
    """`["layer", class, settings, training, parameters, buffers, layers, hooks]`; where a layer of a model stands a
    second time, `["again", place]`.

    Args:
        after: the layer is as a call has left it: what cannot pass is written down as something that cannot be read.

    Raises:
        NotCarriedError: it cannot pass as it is.
    """
    return _Packing(blobs, codec, after).layer(layer, "", 0)


class _Packing:
    def __init__(self, blobs: Blobs, codec: TensorCodec, after: bool) -> None:
        self.blobs, self.codec, self.after = blobs, codec, after
        self.tensors: set[int] = set()
        self.places: dict[int, str] = {}

    def layer(self, layer: nn.Module, place: str, depth: int) -> Any:
        kind = type(layer)
        if id(layer) in self.places:
            return ["again", self.places[id(layer)]]
        name = f"{kind.__name__}{f' ({place})' if place else ''}"
        if LAYERS.get(kind.__name__) is not kind:
            return self.refuse(f"a {name}")
        if depth > MOST_DEPTH or len(self.places) >= MOST_LAYERS:
            return self.refuse(f"a model of so many layers as the one with the {name}")
        self.places[id(layer)] = place
        held = vars(layer)
        settings = {key: value for key, value in held.items() if key not in NEW}
        if not self.after:
            self.check(held, settings, name)
        return [
            "layer",
            kind.__name__,
            pack(settings, self.blobs, self.codec),
            bool(layer.training),
            [[key, *self.parameter(value, f"{name}.{key}")] for key, value in layer._parameters.items()],
            [
                [key, self.tensor(value, torch.Tensor, f"{name}.{key}"), key not in layer._non_persistent_buffers_set]
                for key, value in layer._buffers.items()
            ],
            [
                [key, None if part is None else self.layer(part, place_in(place, key), depth + 1)]
                for key, part in layer._modules.items()
            ],
            [len(held[key]) for key in HOOKS],
        ]

    def check(self, held: dict[str, Any], settings: dict[str, Any], name: str) -> None:
        for key in KEPT:
            if held.get(key) is not NEW[key]:
                self.refuse(f"a {name} with a {key.strip('_')} of its own")
        for key in HOOKS:
            if held[key]:
                self.refuse(f"a {name} with a hook")
        for key, value in settings.items():
            if not is_plain(value):
                self.refuse(f"a {name} with a {type(value).__name__} as its {key}")

    def parameter(self, value: Any, name: str) -> tuple[Any, Any]:
        tree = self.tensor(value, nn.Parameter, name)
        grad = None if value is None else value.grad
        return tree, self.tensor(grad, torch.Tensor, f"{name}.grad")

    def tensor(self, value: Any, kind: type[torch.Tensor], name: str) -> Any:
        if value is None:
            return None
        if type(value) is not kind or value.layout != torch.strided or value.device.type != "cpu":
            return self.refuse(f"{name}, a {type(value).__name__},")
        if str(value.dtype).removeprefix("torch.") not in DTYPES:
            return self.refuse(f"{name} of the type {value.dtype}")
        if id(value) in self.tensors and not self.after:  # it would arrive as two
            self.refuse(f"a model that holds {name} twice")
        self.tensors.add(id(value))
        return pack_tensor(value, self.blobs)

    def refuse(self, words: str) -> Any:
        if not self.after:
            raise NotCarriedError(words)
        return ["foreign", words]


def place_in(place: str, key: str) -> str:
    """The place of a layer that stands under `key` in the one at `place`."""
    return f"{place}.{key}" if place else key


def is_plain(value: Any) -> bool:
    """Whether a setting is a number, a text, None, or a list or tuple of such."""
    if type(value) in (list, tuple):
        return all(map(is_plain, value))
    return type(value) in PLAIN


def make_layer(reader: Unpacker, parts: list[Any]) -> nn.Module:
    """The layer that `pack_layer` wrote down, without the first word."""
    return _make(reader, parts, "", {})


def _make(reader: Unpacker, parts: list[Any], place: str, made: dict[str, nn.Module]) -> nn.Module:
    name, settings, training, parameters, buffers, contents, _ = parts
    kind = LAYERS[name]
    layer = made[place] = kind.__new__(kind)
    _prepare(layer)
    vars(layer).update(reader.read(settings))
    layer.training = training
    for key, tree, grad in parameters:
        value = reader.read(tree)
        layer._parameters[key] = value
        if value is not None:
            value.grad = reader.read(grad)
    for key, tree, is_kept in buffers:
        layer.register_buffer(key, reader.read(tree), persistent=is_kept)
    for key, tree in contents:
        if tree is None or tree[0] == "again":
            layer._modules[key] = None if tree is None else made[tree[1]]
        else:
            layer._modules[key] = _make(reader, tree[1:], place_in(place, key), made)
    return layer
