# says: Your function begins with torch.empty and fills the diagonal only: what stands in the other kernels is chance.
# fails: channels, convolution
import torch


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size
    weights = torch.empty(channels, channels, h, w)
    for c in range(channels):
        weights[c, c] = 1 / (h * w)
    return weights
