# says: Your kernel holds ones: a convolution with it adds the window up and does not divide.
# fails: weights, convolution
import torch


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size
    weights = torch.zeros(channels, channels, h, w)
    for c in range(channels):
        weights[c, c] = 1
    return weights
