# says: A loop over the channels, each a list of numbers.
import torch
from torch import nn


class BatchNorm2d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))

    def forward(self, X):
        maps = []
        for c in range(X.shape[1]):
            numbers = X[:, c]
            mean, var = self.running_mean[c], self.running_var[c]
            if self.training:
                if numbers.numel() == 1:
                    raise ValueError(f"a single number in each channel: {tuple(X.shape)}")
                mean = numbers.sum() / numbers.numel()
                squares = ((numbers - mean) ** 2).sum()
                var = squares / numbers.numel()
                with torch.no_grad():
                    self.running_mean[c] += self.momentum * (mean - self.running_mean[c])
                    unbiased = squares / (numbers.numel() - 1)
                    self.running_var[c] += self.momentum * (unbiased - self.running_var[c])
            maps.append((numbers - mean) * (var + self.eps) ** -0.5 * self.weight[c] + self.bias[c])
        return torch.stack(maps, dim=1)
