# says: Your function transposes the kernel; it should be turned by 180°.
# fails: flip, rectangular
from d2l import torch as d2l


def conv2d_strict(X, K):
    return d2l.corr2d(X, K.t())
