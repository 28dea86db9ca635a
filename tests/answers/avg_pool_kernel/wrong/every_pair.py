# says: Your kernel fills every pair of channels, so that each output channel is the sum of the means of all channels.
# fails: channels, convolution
import torch


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size
    return torch.full((channels, channels, h, w), 1 / (h * w))
