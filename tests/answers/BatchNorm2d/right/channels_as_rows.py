# says: Lays each channel out as a row; all statistics are along the rows.
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
        rows = X.transpose(0, 1).reshape(X.shape[1], -1)
        if self.training:
            n = rows.shape[1]
            if n == 1:
                raise ValueError(f"no variance in {tuple(X.shape)}")
            mean = rows.mean(1)
            var = (rows - mean[:, None]).square().mean(1)
            old = self.running_mean.clone(), self.running_var.clone()
            self.running_mean.copy_(old[0] + self.momentum * (mean.detach() - old[0]))
            self.running_var.copy_(old[1] + self.momentum * (rows.detach().var(1) - old[1]))
        else:
            mean, var = self.running_mean, self.running_var
        rows = (rows - mean[:, None]) * torch.rsqrt(var[:, None] + self.eps)
        rows = torch.addcmul(self.bias[:, None], rows, self.weight[:, None])
        N, C, height, width = X.shape
        return rows.reshape(C, N, height, width).transpose(0, 1)
