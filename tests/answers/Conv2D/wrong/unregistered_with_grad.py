# says: Weight and bias want gradients, but are no nn.Parameter: an optimizer would not find them.
# fails: parameters, forward
import torch
from d2l import torch as d2l
from torch import nn


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = torch.rand(kernel_size, requires_grad=True)
        self.bias = torch.zeros(1, requires_grad=True)

    def forward(self, x):
        return d2l.corr2d(x, self.weight) + self.bias
