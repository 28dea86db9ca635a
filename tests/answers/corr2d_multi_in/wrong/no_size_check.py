# says: Your function compares the channels, but not whether the kernel fits into the image.
# fails: errors
from d2l import torch as d2l


def corr2d_multi_in(X, K):
    if X.shape[0] != K.shape[0]:
        raise ValueError(f"{tuple(X.shape)} and {tuple(K.shape)}: channels differ")
    return sum(d2l.corr2d(x, k) for x, k in zip(X, K))
