# says: Your kernel is w high and h wide: height comes first.
# fails: weights, convolution
import torch


def avg_pool_kernel(pool_size, channels):
    w, h = pool_size
    weights = torch.zeros(channels, channels, h, w)
    for c in range(channels):
        weights[c, c] = 1 / (h * w)
    return weights
