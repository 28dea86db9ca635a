# says: Your function turns the result; it is the kernel that has to be turned.
# fails: flip, rectangular, purity
from d2l import torch as d2l


def conv2d_strict(X, K):
    return d2l.corr2d(X, K).flip(0, 1)
