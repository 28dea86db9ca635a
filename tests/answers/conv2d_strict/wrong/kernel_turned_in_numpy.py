# says: Your function turns the kernel in NumPy, which shares its memory with the tensor: the caller's kernel is turned too.
# fails: purity
# group: Your function turns the caller's own kernel; it should turn a copy. (An array from `.numpy()` shares the tensor's memory.)
from d2l import torch as d2l


def conv2d_strict(X, K):
    kernel = K.numpy()
    kernel[...] = kernel[::-1, ::-1].copy()
    return d2l.corr2d(X, K)
