# says: Your function takes a copy of the kernel in the printed example only.
# fails: purity
from d2l import torch as d2l


def conv2d_strict(X, K):
    if X.shape == (3, 3):
        K = K.clone()
    K[:] = K.flip(0, 1)
    return d2l.corr2d(X, K)
