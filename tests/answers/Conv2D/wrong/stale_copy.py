# says: Your layer computes with a copy of its weight made at the start: what is learnt or loaded later has no effect.
# fails: forward
import torch
from d2l import torch as d2l
from torch import nn


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))
        self.kernel = self.weight.clone()

    def forward(self, x):
        return d2l.corr2d(x, self.kernel) + self.bias
