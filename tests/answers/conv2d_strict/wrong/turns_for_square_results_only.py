# says: Your function turns the kernel when the result is square, and forgets it otherwise.
# fails: flip
from d2l import torch as d2l


def conv2d_strict(X, K):
    (H, W), (h, w) = X.shape, K.shape
    if H - h == W - w:
        return d2l.corr2d(X, K.flip(0, 1))
    return d2l.corr2d(X, K)
