# says: Your forward builds its result with torch.tensor(...) out of numbers: gradients end there.
# fails: gradients
# group: No gradient passes through your forward: torch.no_grad(), .item() or torch.tensor(...) cuts it off.
import torch
from torch import nn


class Conv2D(nn.Module):
    def __init__(self, kernel_size):
        super().__init__()
        self.weight = nn.Parameter(torch.rand(kernel_size))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        h, w = self.weight.shape
        rows = []
        for i in range(x.shape[0] - h + 1):
            rows.append(
                [
                    (x[i : i + h, j : j + w] * self.weight).sum().item() + self.bias.item()
                    for j in range(x.shape[1] - w + 1)
                ]
            )
        return torch.tensor(rows)
