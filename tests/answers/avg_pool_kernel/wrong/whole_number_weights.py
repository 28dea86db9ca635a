# says: Your kernel is a tensor of whole numbers, into which 0.25 does not fit.
# fails: weights, channels, convolution
import torch


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size
    weights = torch.zeros(channels, channels, h, w, dtype=torch.int64)
    for c in range(channels):
        weights[c, c] = 1 / (h * w)
    return weights
