# says: Your function changes the kernel's sign. For [1, −1] that looks the same as turning it, for other kernels it does not.
# fails: flip, rectangular, purity
from d2l import torch as d2l


def conv2d_strict(X, K):
    return d2l.corr2d(X, -K)
