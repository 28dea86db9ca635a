# says: Your buffers are made with torch.empty: nothing was ever written there.
# fails: running, parameters
import torch
from torch import nn


class BatchNorm2d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.empty(num_features))
        self.register_buffer("running_var", torch.ones(num_features))

    def forward(self, X):
        if self.training:
            n = X.numel() // X.shape[1]
            if n == 1:
                raise ValueError(f"one number in each channel of {tuple(X.shape)}")
            mean = X.mean(dim=(0, 2, 3))
            var = X.var(dim=(0, 2, 3), unbiased=False)
            new_mean, new_var = mean.detach(), var.detach() * n / (n - 1)
            self.running_mean.mul_(1 - self.momentum).add_(self.momentum * new_mean)
            self.running_var.mul_(1 - self.momentum).add_(self.momentum * new_var)
        else:
            mean, var = self.running_mean, self.running_var
        Y = (X - mean[:, None, None]) / torch.sqrt(var[:, None, None] + self.eps)
        return Y * self.weight[:, None, None] + self.bias[:, None, None]
