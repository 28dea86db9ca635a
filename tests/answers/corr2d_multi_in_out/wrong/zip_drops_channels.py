# says: Your function never compares the numbers of channels: `zip` stops at the shorter one, and the others are silently left out.
# fails: errors
import torch
from d2l import torch as d2l


def corr2d_multi_in_out(X, K):
    if K.shape[2] > X.shape[1] or K.shape[3] > X.shape[2]:
        raise ValueError(f"{tuple(K.shape)} does not fit into {tuple(X.shape)}")
    return torch.stack([sum(d2l.corr2d(x, k) for x, k in zip(X, kernels)) for kernels in K])
