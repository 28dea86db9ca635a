# says: The image flipped, the book's corr2d, and the result flipped back.
import torch
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    turned = torch.flip(X, [0, 1])
    Y = d2l.corr2d(turned, K)
    return torch.flip(Y, [0, 1])
