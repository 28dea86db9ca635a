# says: Your function turns the caller's kernel itself (`K[:] = …`); it should turn a copy.
# fails: purity
# group: Your function turns the caller's own kernel; it should turn a copy. (An array from `.numpy()` shares the tensor's memory.)
from d2l import torch as d2l


def conv2d_strict(X, K):
    K[:] = K.flip(0, 1)
    return d2l.corr2d(X, K)
