"""What a test cell hands to a student's function: packed for the wire, or refused where it could not arrive as it is."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from autograder.exam.errors import CandidateError, UnsupportedCall
from autograder.exam.examiner.proxy import Proxy
from autograder.exam.wire.messages import Blobs
from autograder.exam.wire.tensors import pack_tensor
from autograder.exam.wire.values import TOO_MUCH, Opaque, pack

LAYERS: dict[type[nn.Module], tuple[str, ...]] = {
    nn.Conv2d: (
        "in_channels",
        "out_channels",
        "kernel_size",
        "stride",
        "padding",
        "dilation",
        "groups",
        "padding_mode",
    ),
    nn.ConvTranspose2d: (
        "in_channels",
        "out_channels",
        "kernel_size",
        "stride",
        "padding",
        "output_padding",
        "groups",
        "dilation",
    ),
    nn.Linear: ("in_features", "out_features"),
    nn.MaxPool2d: ("kernel_size", "stride", "padding", "dilation", "return_indices", "ceil_mode"),
    nn.AvgPool2d: ("kernel_size", "stride", "padding", "ceil_mode", "count_include_pad"),
    nn.Identity: (),
    nn.ReLU: (),
    nn.Flatten: ("start_dim", "end_dim"),
}


def pack_argument(value: Any, blobs: Blobs, given: list[torch.Tensor]) -> Any:
    """`value` as `values.pack` writes it down; the tensors in it are appended to `given`.

    Raises:
        UnsupportedCall: the wire cannot carry it. CandidateError: it cannot either, but it is the student's own.
    """
    return _checked(pack(value, blobs, lambda part, blobs: _special(part, blobs, given)))


def _special(value: Any, blobs: Blobs, given: list[torch.Tensor]) -> Any:
    if isinstance(value, torch.Tensor):
        if value.layout != torch.strided:
            raise UnsupportedCall(
                f"a tensor of the layout {value.layout} cannot be handed to a student's function over the wire"
            )
        given.append(value)
        return pack_tensor(value, blobs)
    if isinstance(value, Proxy) and isinstance(value._name, int) and not value._path:
        return ["object", value._name]
    if isinstance(value, Opaque) or (isinstance(value, Proxy) and value._path):
        raise CandidateError(
            "unreadable",
            f"a {type(value).__name__}, which your code returned, cannot be handed on: return numbers or tensors",
        )
    if type(value) in LAYERS:
        settings = {name: getattr(value, name) for name in LAYERS[type(value)]}
        if hasattr(value, "bias"):
            settings["bias"] = value.bias is not None
        return ["layer", type(value).__name__, pack(settings, blobs), pack(value.state_dict(), blobs)]
    return None


def _checked(tree: Any) -> Any:
    """A packed argument, refused where something in it could not pass: the student must get what the test cell hands
    in.
    """
    if isinstance(tree, list) and tree:
        if tree[0] == "foreign" and tree[1] in TOO_MUCH:
            raise CandidateError("unreadable", f"a {tree[1]}, which your code returned, cannot be handed on")
        if tree[0] == "foreign":
            raise UnsupportedCall(f"a {tree[1]} cannot be handed to a student's function over the wire")
        if tree[0] in ("list", "tuple", "dict", "size"):
            for item in tree[1]:
                for part in item if tree[0] == "dict" else [item]:
                    _checked(part)
    return tree
