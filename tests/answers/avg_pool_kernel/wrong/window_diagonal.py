# says: Your kernel fills the diagonal of each window. It is the diagonal of the channels that should be filled, and windows completely.
# fails: weights, channels, convolution
import torch


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size
    weights = torch.zeros(channels, channels, h, w)
    for a in range(min(h, w)):
        weights[:, :, a, a] = 1 / (h * w)
    return weights
