# says: Your bias has the shape of the kernel; a layer with one kernel has one bias.
# fails: parameters, forward, gradients
import torch
from d2l import torch as d2l
from torch import nn


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(kernel_size))

    def forward(self, x):
        return d2l.corr2d(x, self.weight) + self.bias.sum()
