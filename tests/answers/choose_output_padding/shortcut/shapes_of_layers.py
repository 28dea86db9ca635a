# says: Your function runs PyTorch's own convolution there and back and compares the shapes.
import torch
from torch import nn


def choose_output_padding(n, k, stride=1, padding=0):
    try:
        small = nn.Conv1d(1, 1, k, stride, padding)(torch.zeros(1, 1, n))
    except RuntimeError as error:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}") from error
    return n - nn.ConvTranspose1d(1, 1, k, stride, padding)(small).shape[-1]
