# says: Lets a strict zip find the missing channel, after some correlations are already done.
from d2l import torch as d2l


def corr2d_multi_in(X, K):
    if K.shape[1] > X.shape[1] or K.shape[2] > X.shape[2]:
        raise ValueError(f"kernel {list(K.shape)} larger than image {list(X.shape)}")
    total = 0
    try:
        for x, k in zip(X, K, strict=True):
            total = total + d2l.corr2d(x, k)
    except ValueError:
        raise ValueError(f"image {list(X.shape)} and kernel {list(K.shape)}: not the same number of channels")
    return total
