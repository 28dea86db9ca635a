# says: Your function makes the layer, runs it and counts.
import torch
from torch import nn


def conv_cost(in_channels, out_channels, kernel_size, size, stride=1, padding=0, dilation=1, groups=1, bias=True):
    layer = nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias)
    values = layer(torch.zeros(1, in_channels, *size)).numel()
    return sum(p.numel() for p in layer.parameters()), values * layer.weight[0].numel()
