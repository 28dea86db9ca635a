# says: Your kernel divides by h + w; a window of h×w has h·w values.
# fails: weights, convolution
import torch


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size
    weights = torch.zeros(channels, channels, h, w)
    for c in range(channels):
        weights[c, c] = 1 / (h + w)
    return weights
