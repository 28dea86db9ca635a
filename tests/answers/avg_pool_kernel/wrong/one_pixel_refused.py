# says: Your function refuses a window of one pixel. Its mean is the pixel itself: the weight is 1.
# fails: weights
import torch


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size
    if h * w == 1:
        raise ValueError(f"nothing to average in {pool_size}")
    weights = torch.zeros(channels, channels, h, w)
    for c in range(channels):
        weights[c, c] = 1 / (h * w)
    return weights
