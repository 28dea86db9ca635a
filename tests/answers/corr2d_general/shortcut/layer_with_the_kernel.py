# says: Your function puts the kernel into an nn.Conv2d layer and lets that do the work.
import torch
from torch import nn


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    if any(k > n + 2 * p for n, k, p in zip(X.shape, K.shape, padding)):
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    layer = nn.Conv2d(1, 1, tuple(K.shape), padding=padding, stride=stride, bias=False)
    layer.weight.data = K.float()[None, None]
    with torch.no_grad():
        return layer(X.float()[None, None])[0, 0]
