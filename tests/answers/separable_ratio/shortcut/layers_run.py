# says: Your function runs the layers to count.
from fractions import Fraction

import torch
from torch import nn


def separable_ratio(in_channels, out_channels, kernel_size):
    layers = [
        nn.Conv2d(in_channels, in_channels, kernel_size, groups=in_channels, bias=False),
        nn.Conv2d(in_channels, out_channels, 1, bias=False),
        nn.Conv2d(in_channels, out_channels, kernel_size, bias=False),
    ]
    image = torch.zeros(1, in_channels, *kernel_size)
    for layer in layers:
        layer(image)
    first, second, full = (layer.weight.numel() for layer in layers)
    return Fraction(first + second, full)
