# says: Your layer gives the caller's image another dimension: `unsqueeze_` works in place, `unsqueeze` does not.
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
        x.unsqueeze_(0)
        return d2l.corr2d(x[0], self.weight) + self.bias
