# says: Your function turns the kernel by 180° and transposes it on top.
# fails: flip, rectangular
from d2l import torch as d2l


def conv2d_strict(X, K):
    return d2l.corr2d(X, K.flip(0, 1).T)
