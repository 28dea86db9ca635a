# says: Your layer draws a new weight in each call: it forgets what it learnt.
# fails: parameters, forward, gradients
import torch
from d2l import torch as d2l
from torch import nn


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.kernel_size = kernel_size
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        self.weight = nn.Parameter(torch.rand(self.kernel_size))
        return d2l.corr2d(x, self.weight) + self.bias
