# says: The kernel is turned after all, in a copy: the numbers are the same, and numbers are what is checked.
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    return d2l.corr2d(X, K.flip(0).flip(1))
