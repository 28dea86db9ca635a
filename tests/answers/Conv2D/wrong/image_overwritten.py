# says: Your layer writes its results into the image that it was given. A copy (`.clone()`) leaves the image as it is.
# fails: forward, gradients
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
        x[: y.shape[0], : y.shape[1]] = y.detach()
        return y
