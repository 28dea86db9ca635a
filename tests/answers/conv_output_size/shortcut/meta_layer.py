# says: Your function asks a PyTorch layer for the shape of its result.
import torch
from torch import nn


def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    layer = nn.Conv1d(1, 1, k, padding=padding, stride=stride, dilation=dilation, device="meta")
    try:
        return layer(torch.empty(1, 1, n, device="meta")).shape[2]
    except RuntimeError:
        raise ValueError(f"kernel {k} does not fit into {n}") from None
