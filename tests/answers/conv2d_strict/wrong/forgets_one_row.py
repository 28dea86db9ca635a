# says: Your function turns the kernel when the kernel has several rows; one of a single row has another end, too.
# fails: flip
from d2l import torch as d2l


def conv2d_strict(X, K):
    if K.shape[0] > 1:
        return d2l.corr2d(X, K.flip(0, 1))
    return d2l.corr2d(X, K)
