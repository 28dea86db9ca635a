# says: Your function computes plain cross-correlation: the kernel is not turned.
# fails: flip
from d2l import torch as d2l


def conv2d_strict(X, K):
    return d2l.corr2d(X, K)
