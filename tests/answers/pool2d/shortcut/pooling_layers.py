# says: Your function builds PyTorch's own pooling layers, and calls them.
from torch import nn


def pool2d(X, pool_size, mode="max"):
    layers = {"max": nn.MaxPool2d(pool_size, stride=1), "avg": nn.AvgPool2d(pool_size, stride=1)}
    if mode not in layers:
        raise ValueError(f"no such mode: {mode}")
    if pool_size[0] > X.shape[0] or pool_size[1] > X.shape[1]:
        raise ValueError(f"window {pool_size}, image {tuple(X.shape)}")
    return layers[mode](X.double()[None, None]).squeeze(0).squeeze(0)
