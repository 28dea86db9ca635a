# says: Your layer adds to memory that nothing was written to (`torch.empty`): what lies there joins each sum.
# fails: parameters, forward, gradients
import torch
from torch import nn


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        (H, W), (h, w) = x.shape, self.weight.shape
        y = torch.empty(H - h + 1, W - w + 1)
        for a in range(h):
            for b in range(w):
                y += x[a : a + H - h + 1, b : b + W - w + 1] * self.weight[a, b]
        return y + self.bias
