# says: Your function takes the number of channels first and the window second. It is the other way round.
# fails: weights, channels, convolution
import torch


def avg_pool_kernel(channels, pool_size):
    h, w = pool_size
    weights = torch.zeros(channels, channels, h, w)
    for c in range(channels):
        weights[c, c] = 1 / (h * w)
    return weights
