# says: Your function tries paddings with a PyTorch layer until the size stays the same.
import torch
from torch import nn


def same_padding(kernel_size):
    h, w = kernel_size
    for ph in range(h):
        for pw in range(w):
            layer = nn.Conv2d(1, 1, kernel_size, padding=(ph, pw), device="meta")
            if layer(torch.empty(1, 1, 64, 64, device="meta")).shape == (1, 1, 64, 64):
                return (ph, pw)
    raise ValueError(f"no padding keeps the size under {kernel_size}")
