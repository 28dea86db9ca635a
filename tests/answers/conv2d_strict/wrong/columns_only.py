# says: Your function reverses the columns of the kernel, but not its rows.
# fails: flip
from d2l import torch as d2l


def conv2d_strict(X, K):
    return d2l.corr2d(X, K.fliplr())
