# says: Your forward runs under torch.no_grad(): no gradient reaches anything.
# fails: gradients
# group: No gradient passes through your forward: torch.no_grad(), .item() or torch.tensor(...) cuts it off.
import torch
from d2l import torch as d2l
from torch import nn


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    @torch.no_grad()
    def forward(self, x):
        return d2l.corr2d(x, self.weight) + self.bias
