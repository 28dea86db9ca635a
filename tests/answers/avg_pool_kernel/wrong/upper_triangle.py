# says: Your kernel lets an output channel listen to the channels after it as well, and shares the weight among them.
# fails: channels
import torch


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size
    mixing = torch.triu(torch.ones(channels, channels))
    mixing = mixing / mixing.sum(1, keepdim=True)
    return mixing[:, :, None, None].repeat(1, 1, h, w) / (h * w)
