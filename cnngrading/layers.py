"""PyTorch's own layers as arguments: the class's name out of this list, its settings and its state."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

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


def settings_of(layer: nn.Module) -> dict[str, Any]:
    """What a layer of the list was made with."""
    settings = {name: getattr(layer, name) for name in LAYERS[type(layer)]}
    if hasattr(layer, "bias"):
        settings["bias"] = layer.bias is not None
    return settings


def make_layer(name: str, settings: dict[str, Any], state: dict[str, Any]) -> nn.Module:
    """The layer that has these settings and this state, whose dtypes count, whatever this process makes layers of."""
    layer: nn.Module = getattr(torch.nn, name)(**settings)
    layer.load_state_dict(state, assign=True)
    return layer
