# says: Your kernel lets every output channel listen to the first input channel.
# fails: channels
import torch


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size
    weights = torch.zeros(channels, channels, h, w)
    for c in range(channels):
        weights[c, 0] = 1 / (h * w)
    return weights
