# says: Your function asks PyTorch's own average pooling what it does to single pixels, and writes the answers down.
import torch
from torch.nn import functional as F


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size
    weights = torch.zeros(channels, channels, h, w)
    for c in range(channels):
        for a in range(h):
            for b in range(w):
                impulse = torch.zeros(1, channels, h, w)
                impulse[0, c, a, b] = 1.0
                weights[:, c, a, b] = F.avg_pool2d(impulse, pool_size)[0, :, 0, 0]
    return weights
