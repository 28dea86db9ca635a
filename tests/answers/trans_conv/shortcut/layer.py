# says: Your function puts the kernel into an `nn.ConvTranspose2d` and lets it do the work.
import torch
from torch import nn


def trans_conv(X, K):
    layer = nn.ConvTranspose2d(1, 1, kernel_size=tuple(K.shape), bias=False)
    with torch.no_grad():
        layer.weight.copy_(K)
        return layer(X.float()[None, None])[0, 0]
