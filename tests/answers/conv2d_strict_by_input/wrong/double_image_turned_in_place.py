# says: Your function turns the caller's image itself when it is double: `.double()` makes no copy of what is double already.
# fails: purity
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    X, K = X.double(), K.double()
    X[:] = X.flip(0, 1)
    return d2l.corr2d(X, K).flip(0, 1)
