# says: Your function adds up the channels and the kernels first and correlates the sums: then every channel meets every kernel.
# fails: channels
from d2l import torch as d2l


def corr2d_multi_in(X, K):
    if X.shape[0] != K.shape[0] or K.shape[1] > X.shape[1] or K.shape[2] > X.shape[2]:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    return d2l.corr2d(X.sum(dim=0), K.sum(dim=0))
