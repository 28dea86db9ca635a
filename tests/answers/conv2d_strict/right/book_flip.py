# says: The kernel flipped along both axes, and the book's corr2d.
import torch
from d2l import torch as d2l


def conv2d_strict(X, K):
    return d2l.corr2d(X, torch.flip(K, dims=[0, 1]))
