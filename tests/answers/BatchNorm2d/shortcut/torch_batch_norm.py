# says: Your layer calls torch.batch_norm.
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
        if self.training and X.numel() == X.shape[1]:
            raise ValueError(f"one number in each channel of {tuple(X.shape)}")
        state = self.weight, self.bias, self.running_mean, self.running_var
        return torch.batch_norm(X, *state, self.training, self.momentum, self.eps, False)
