# says: Two loops, over filters and channels, around d2l's cross-correlation.
import torch
from d2l import torch as d2l


def corr2d_multi_in_out(X, K):
    if X.shape[0] != K.shape[1] or K.shape[2] > X.shape[1] or K.shape[3] > X.shape[2]:
        raise ValueError(f"X {tuple(X.shape)} and K {tuple(K.shape)} do not go together")
    maps = []
    for kernels in K:
        total = d2l.corr2d(X[0], kernels[0])
        for c in range(1, len(X)):
            total = total + d2l.corr2d(X[c], kernels[c])
        maps.append(total)
    return torch.stack(maps)
