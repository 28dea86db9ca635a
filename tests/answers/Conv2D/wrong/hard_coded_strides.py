# says: Your as_strided takes it that a row of the image lies in memory as one piece; in a transposed image it does not.
# fails: forward
import torch
from torch import nn


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        (H, W), (h, w) = x.shape, self.weight.shape
        windows = torch.as_strided(x, (H - h + 1, W - w + 1, h, w), (W, 1, W, 1))
        return (windows * self.weight).sum((-1, -2)) + self.bias
