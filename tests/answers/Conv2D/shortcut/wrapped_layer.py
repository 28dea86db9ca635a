# says: Your layer hands its parameters to an nn.Conv2d.
import torch
from torch import nn


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))
        self.inner = [nn.Conv2d(1, 1, kernel_size)]

    def forward(self, x):
        parameters = {"weight": self.weight[None, None], "bias": self.bias}
        return torch.func.functional_call(self.inner[0], parameters, (x[None, None],))[0, 0]
