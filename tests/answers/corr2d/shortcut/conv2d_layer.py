# says: Your function puts its kernel into an nn.Conv2d layer and lets that do the work.
import torch
from torch import nn


def corr2d(X, K):
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    layer = nn.Conv2d(1, 1, kernel_size=tuple(K.shape), bias=False)
    with torch.no_grad():
        layer.weight[0, 0] = K
        return layer(X.float()[None, None])[0, 0]
