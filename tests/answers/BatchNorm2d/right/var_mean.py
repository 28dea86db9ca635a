# says: torch.var_mean gives both statistics at once, and lerp_ moves the buffers.
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
        if not self.training:
            mean, var = self.running_mean, self.running_var
        else:
            count = X.shape[0] * X.shape[2] * X.shape[3]
            if count < 2:
                raise ValueError(f"too few numbers: {tuple(X.shape)}")
            var, mean = torch.var_mean(X, dim=(0, 2, 3), correction=0)
            self.running_mean.lerp_(mean.detach().to(self.running_mean.dtype), self.momentum)
            unbiased = var.detach() * (count / (count - 1))
            self.running_var.lerp_(unbiased.to(self.running_var.dtype), self.momentum)
        scale = self.weight / torch.sqrt(var + self.eps)
        return X * scale.view(1, -1, 1, 1) + (self.bias - mean * scale).view(1, -1, 1, 1)
