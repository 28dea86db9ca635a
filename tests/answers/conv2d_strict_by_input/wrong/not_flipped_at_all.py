# says: Your function computes plain cross-correlation: nothing is turned.
# fails: orientation
# group: What your function computes is plain cross-correlation: in the end nothing is turned.
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    return d2l.corr2d(X, K)
