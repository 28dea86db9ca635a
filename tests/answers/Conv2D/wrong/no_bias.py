# says: Your layer has no bias.
# fails: parameters, forward, gradients
import torch
from d2l import torch as d2l
from torch import nn


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))

    def forward(self, x):
        return d2l.corr2d(x, self.weight)
