# says: Your function pairs the channels with the kernels in reverse order: the first channel meets the last kernel.
# fails: channels
from d2l import torch as d2l


def corr2d_multi_in(X, K):
    if X.shape[0] != K.shape[0] or K.shape[1] > X.shape[1] or K.shape[2] > X.shape[2]:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    return sum(d2l.corr2d(X[c], K[-1 - c]) for c in range(len(X)))
