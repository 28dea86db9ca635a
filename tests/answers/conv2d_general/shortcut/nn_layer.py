# says: Your function hands the weights to an nn.Conv2d.
import torch
from torch import nn


def conv2d_general(X, W, b=None, stride=1, padding=0, dilation=1, groups=1):
    layer = nn.Conv2d(X.shape[1], W.shape[0], W.shape[2:], stride, padding, dilation, groups, bias=b is not None)
    state = {"weight": W} if b is None else {"weight": W, "bias": b}
    return torch.func.functional_call(layer, state, (X,))
