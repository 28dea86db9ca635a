# says: Your function calls the book's own corr2d.
from d2l import torch as d2l


def corr2d(X, K):
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    return d2l.corr2d(X, K)
