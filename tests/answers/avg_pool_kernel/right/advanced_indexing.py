# says: Writes to the whole diagonal at once by indexing with two equal ranges.
import torch


def avg_pool_kernel(pool_size, channels):
    (h, w), diagonal = pool_size, torch.arange(channels)
    weights = torch.zeros((channels, channels, h, w))
    weights[diagonal, diagonal] = torch.ones(h, w).div(h * w)
    return weights
