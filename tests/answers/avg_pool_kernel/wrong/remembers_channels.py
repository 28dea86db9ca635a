# says: Your function remembers its kernels by the number of channels: another window gets the first one's kernel.
# fails: weights, channels, convolution
import torch

known = {}


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size
    weights = torch.zeros(channels, channels, h, w)
    for c in range(channels):
        weights[c, c] = 1 / (h * w)
    return known.setdefault(channels, weights).clone()
