# says: Turns image and result by products with exchange matrices, which are double by default.
import torch
from d2l import torch as d2l

torch.set_default_dtype(torch.float64)


def turned(X):
    return torch.eye(X.shape[0]).flip(0) @ X.to(torch.get_default_dtype()) @ torch.eye(X.shape[1]).flip(0)


def conv2d_strict_by_input(X, K):
    return turned(d2l.corr2d(turned(X), K))
