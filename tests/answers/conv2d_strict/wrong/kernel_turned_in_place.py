# says: Your function turns the caller's kernel itself (`K[:] = …`); it should turn a copy.
# fails: purity
from d2l import torch as d2l


def conv2d_strict(X, K):
    K[:] = K.flip(0, 1)
    return d2l.corr2d(X, K)
