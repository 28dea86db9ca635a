# says: Your weights are too small by the number of channels: each output channel hears one input channel only, so the mean divides by
# h·w.
# fails: convolution
import torch


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size
    weights = torch.zeros(channels, channels, h, w)
    for c in range(channels):
        weights[c, c] = 1 / (h * w * channels)
    return weights
