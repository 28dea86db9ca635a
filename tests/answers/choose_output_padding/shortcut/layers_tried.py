# says: Your function computes the small size itself, and tries PyTorch's own transposed convolution until the size fits.
import torch
from torch import nn


def choose_output_padding(n, k, stride=1, padding=0):
    small = (n + 2 * padding - k) // stride + 1
    if n + 2 * padding < k:
        raise ValueError(f"a kernel of {k} does not fit into a row of {n}")
    for extra in range(stride):
        layer = nn.ConvTranspose1d(1, 1, k, stride, padding, output_padding=extra)
        if layer(torch.zeros(1, 1, small)).shape[-1] == n:
            return extra
