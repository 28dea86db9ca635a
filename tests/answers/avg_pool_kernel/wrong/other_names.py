# says: Your parameters have other names than `pool_size` and `channels`, so a call with these names fails.
# fails: weights
import torch


def avg_pool_kernel(window, count):
    h, w = window
    weights = torch.zeros(count, count, h, w)
    for c in range(count):
        weights[c, c] = 1 / (h * w)
    return weights
