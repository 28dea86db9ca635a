# says: All your layers share one weight: a second layer starts with the numbers of the first, and what one learns, the
# says: other one has learnt.
# fails: parameters
import torch
from d2l import torch as d2l
from torch import nn

weights = {}


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = weights.setdefault(tuple(kernel_size), nn.Parameter(torch.rand(kernel_size)))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return d2l.corr2d(x, self.weight) + self.bias
