# says: Your layer adds the bias to each product, so it counts once for each number of the kernel.
# fails: forward, gradients
import torch
from torch import nn


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        h, w = self.weight.shape
        y = torch.zeros(x.shape[0] - h + 1, x.shape[1] - w + 1)
        for i in range(y.shape[0]):
            for j in range(y.shape[1]):
                y[i, j] = (x[i : i + h, j : j + w] * self.weight + self.bias).sum()
        return y
