# says: Registers its parameters by name, and keeps what does not learn in a helper of its own.
import torch
from torch import nn


def statistics(X):
    n = X.numel() // X.shape[1]
    if n < 2:
        raise ValueError(f"a batch of shape {tuple(X.shape)} has one number in each channel")
    mean = X.mean((0, 2, 3), keepdim=True)
    return n, mean, ((X - mean) ** 2).mean((0, 2, 3), keepdim=True)


class BatchNorm2d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super(BatchNorm2d, self).__init__()
        self.settings = {"eps": eps, "momentum": momentum}
        for name, value in (("weight", 1.0), ("bias", 0.0)):
            self.register_parameter(name, nn.Parameter(torch.full((num_features,), value)))
        for name, value in (("running_mean", 0.0), ("running_var", 1.0)):
            self.register_buffer(name, torch.full((num_features,), value))

    def forward(self, X):
        across = (1, X.shape[1], 1, 1)
        mean, var = self.running_mean.view(across), self.running_var.view(across)
        if self.training:
            n, mean, var = statistics(X)
            m = self.settings["momentum"]
            self.running_mean = ((1 - m) * self.running_mean + m * mean.flatten()).detach()
            self.running_var = ((1 - m) * self.running_var + m * var.flatten() * n / (n - 1)).detach()
        return (X - mean) / (var + self.settings["eps"]).sqrt() * self.weight.view(across) + self.bias.view(across)
