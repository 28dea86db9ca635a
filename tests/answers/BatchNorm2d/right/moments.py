# says: The variance as the mean of the squares minus the square of the mean, in double precision.
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
        if self.training:
            n = X.numel() // X.shape[1]
            if n == 1:
                raise ValueError(f"one number a channel: {tuple(X.shape)}")
            values = X.double()
            mean = torch.einsum("nchw->c", values) / n
            var = torch.einsum("nchw,nchw->c", values, values) / n - mean**2
            with torch.no_grad():
                for buffer, new in ((self.running_mean, mean), (self.running_var, var * n / (n - 1))):
                    buffer.copy_((1 - self.momentum) * buffer + self.momentum * new)
        else:
            mean, var = self.running_mean, self.running_var
        Y = (X.permute(0, 2, 3, 1) - mean) / (var + self.eps).sqrt()
        return (Y * self.weight + self.bias).permute(0, 3, 1, 2).to(X.dtype)
