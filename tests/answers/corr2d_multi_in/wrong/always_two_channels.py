# says: Your function counts on exactly two channels, as in the example: one is not enough for it, and further ones are forgotten.
# fails: channels, sizes, errors
from d2l import torch as d2l


def corr2d_multi_in(X, K):
    if X.shape[0] != K.shape[0] or K.shape[1] > X.shape[1] or K.shape[2] > X.shape[2]:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    return d2l.corr2d(X[0], K[0]) + d2l.corr2d(X[1], K[1])
