# says: The parameter of forward is not called x: a call that names it fails.
# fails: forward
import torch
from d2l import torch as d2l
from torch import nn


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, image):
        return d2l.corr2d(image, self.weight) + self.bias
