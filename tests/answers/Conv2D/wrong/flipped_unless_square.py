# says: Your layer turns its weight by 180° when its height and its width differ.
# fails: parameters, forward, gradients
import torch
from d2l import torch as d2l
from torch import nn


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        h, w = self.weight.shape
        kernel = self.weight if h == w else self.weight.flip(0, 1)
        return d2l.corr2d(x, kernel) + self.bias
