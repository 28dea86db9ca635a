# says: Your kernel has its weight in one pixel of the window; every pixel of the window should have the same.
# fails: weights, channels, convolution
import torch


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size
    weights = torch.zeros(channels, channels, h, w)
    for c in range(channels):
        weights[c, c, h // 2, w // 2] = 1 / (h * w)
    return weights
