# says: Your function turns the kernel when the image is square, and forgets it otherwise.
# fails: flip
from d2l import torch as d2l


def conv2d_strict(X, K):
    if X.shape[0] == X.shape[1]:
        return d2l.corr2d(X, K.flip(0, 1))
    return d2l.corr2d(X, K)
