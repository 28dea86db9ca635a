# says: Your function reads K[c, f] where it should read K[f, c]: the first axis of K counts the filters, the second the channels.
# fails: filters
import torch
from d2l import torch as d2l


def corr2d_multi_in_out(X, K):
    if X.shape[0] != K.shape[1] or K.shape[2] > X.shape[1] or K.shape[3] > X.shape[2]:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    filters, channels = K.shape[:2]
    return torch.stack([sum(d2l.corr2d(X[c], K[c, f]) for c in range(channels)) for f in range(filters)])
