# says: Your layer refuses an image of the size of its kernel, in which one window fits.
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
        if x.shape == self.weight.shape:
            raise ValueError(f"the kernel {tuple(self.weight.shape)} does not fit into the image {tuple(x.shape)}")
        return d2l.corr2d(x, self.weight) + self.bias
