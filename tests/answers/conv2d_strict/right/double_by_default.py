# says: Turns the kernel by two products with exchange matrices, which are double by default.
import torch
from d2l import torch as d2l

torch.set_default_dtype(torch.float64)


def conv2d_strict(X, K):
    h, w = K.shape
    return d2l.corr2d(X, torch.eye(h).flip(0) @ K @ torch.eye(w).flip(0))
