# says: Your kernel loses its channel dimensions when there is one channel: `squeeze()` drops every dimension of size 1.
# fails: weights
import torch


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size
    weights = torch.diag_embed(torch.full((h, w, channels), 1 / (h * w)))
    return weights.permute(2, 3, 0, 1).squeeze()
