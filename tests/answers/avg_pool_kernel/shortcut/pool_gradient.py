# says: Your function takes the gradient of PyTorch's own average pooling: for a linear operation that is its kernel.
import torch
from torch import nn


def avg_pool_kernel(pool_size, channels):
    pool = nn.AvgPool2d(pool_size)
    jacobian = torch.autograd.functional.jacobian(pool, torch.zeros(1, channels, *pool_size))
    return jacobian.reshape(channels, channels, *pool_size)
