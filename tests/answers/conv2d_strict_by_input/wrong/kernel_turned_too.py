# says: Your function turns image, kernel and result: that is cross-correlation again.
# fails: orientation
# group: What your function computes is plain cross-correlation: in the end nothing is turned.
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    return d2l.corr2d(X.flip(0, 1), K.flip(0, 1)).flip(0, 1)
