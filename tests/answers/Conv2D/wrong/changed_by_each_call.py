# says: Each call changes the weight of your layer: a second call computes with other numbers.
# fails: forward
import torch
from d2l import torch as d2l
from torch import nn


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        y = d2l.corr2d(x, self.weight) + self.bias
        self.weight.data = self.weight.data / 2
        return y
