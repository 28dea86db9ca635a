# says: Two loops that write each window's sum into a fresh result.
import torch
from torch import nn


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        h, w = kernel_size
        self.weight = nn.Parameter(torch.randn(h, w) / (h * w) ** 0.5)
        self.bias = nn.Parameter(torch.tensor([0.0]))

    def forward(self, x):
        h, w = self.weight.shape
        y = torch.zeros(x.shape[0] - h + 1, x.shape[1] - w + 1)
        for i in range(y.shape[0]):
            for j in range(y.shape[1]):
                y[i, j] = torch.sum(x[i : i + h, j : j + w] * self.weight) + self.bias[0]
        return y
