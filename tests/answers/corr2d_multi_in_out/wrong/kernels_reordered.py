# says: Your function reshapes K to (C, F, h, w) and takes it from there: the shape fits, but the kernels are dealt out to the wrong
# filters.
# fails: filters
import torch
from d2l import torch as d2l


def corr2d_multi_in_out(X, K):
    if X.shape[0] != K.shape[1] or K.shape[2] > X.shape[1] or K.shape[3] > X.shape[2]:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    filters, channels, h, w = K.shape
    by_channel = K.reshape(channels, filters, h, w)
    return torch.stack([sum(d2l.corr2d(X[c], by_channel[c, f]) for c in range(channels)) for f in range(filters)])
