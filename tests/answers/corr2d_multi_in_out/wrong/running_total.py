# says: Your function never starts the sum anew for the next filter: each map contains all maps before it.
# fails: filters
import torch
from d2l import torch as d2l


def corr2d_multi_in_out(X, K):
    if X.shape[0] != K.shape[1] or K.shape[2] > X.shape[1] or K.shape[3] > X.shape[2]:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    total, maps = 0, []
    for kernels in K:
        for x, k in zip(X, kernels):
            total = total + d2l.corr2d(x, k)
        maps.append(total)
    return torch.stack(maps)
