# says: Your kernel has the window's dimensions first; a convolution wants output channel, input channel, height, width.
# fails: weights, channels, convolution
import torch


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size
    weights = torch.zeros(h, w, channels, channels)
    for c in range(channels):
        weights[:, :, c, c] = 1 / (h * w)
    return weights
