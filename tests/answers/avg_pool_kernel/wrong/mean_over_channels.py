# says: Your kernel takes the mean over all channels too: each output channel is the same mixture. Pooling keeps channels apart.
# fails: channels
import torch


def avg_pool_kernel(pool_size, channels):
    weights = torch.ones((channels, channels) + tuple(pool_size))
    return weights / weights[0].numel()
