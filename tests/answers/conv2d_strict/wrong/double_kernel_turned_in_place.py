# says: Your function turns the caller's kernel itself when it is double: `.double()` makes no copy of what is double already.
# fails: purity
from d2l import torch as d2l


def conv2d_strict(X, K):
    K = K.double()
    K[:] = K.flip(0, 1)
    return d2l.corr2d(X, K)
