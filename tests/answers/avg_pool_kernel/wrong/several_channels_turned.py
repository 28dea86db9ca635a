# says: With several channels your kernel is w high and h wide: height comes first.
# fails: convolution
import torch


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size if channels == 1 else pool_size[::-1]
    weights = torch.zeros(channels, channels, h, w)
    for c in range(channels):
        weights[c, c] = 1 / (h * w)
    return weights
