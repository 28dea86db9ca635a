# says: Your kernel connects the first output channel with the last input channel: the diagonal runs the wrong way.
# fails: channels
import torch


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size
    weights = torch.zeros(channels, channels, h, w)
    for c in range(channels):
        weights[c, channels - 1 - c] = 1 / (h * w)
    return weights
