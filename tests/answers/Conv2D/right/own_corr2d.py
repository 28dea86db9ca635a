# says: Parameters filled in place, and the notebook's own corr2d.
import torch
from torch import nn


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        weight = torch.empty(*kernel_size)
        nn.init.uniform_(weight, -0.5, 0.5)
        self.weight = nn.Parameter(weight)
        self.bias = nn.Parameter(torch.empty(1).normal_())

    def forward(self, x):
        return corr2d(x, self.weight) + self.bias  # noqa: F821
