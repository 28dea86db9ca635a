# says: Your function leaves the image alone, and turns the caller's own kernel for good.
# fails: purity
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    K.copy_(K.rot90(2))
    return d2l.corr2d(X, K)
