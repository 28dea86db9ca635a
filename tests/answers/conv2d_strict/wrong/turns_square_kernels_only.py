# says: Your function turns the kernel when the kernel is square, and forgets it otherwise.
# fails: flip
from d2l import torch as d2l


def conv2d_strict(X, K):
    if K.shape[0] == K.shape[1]:
        return d2l.corr2d(X, K.flip(0, 1))
    return d2l.corr2d(X, K)
