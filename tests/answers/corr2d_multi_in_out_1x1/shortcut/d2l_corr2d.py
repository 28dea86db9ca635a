# says: Your function slides a 1×1 window with d2l.corr2d; here a matrix product is asked for.
import torch
from d2l import torch as d2l


def corr2d_multi_in_out_1x1(X, K):
    if K.shape[2:] != (1, 1) or K.shape[1] != X.shape[0]:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    return torch.stack([sum(d2l.corr2d(x, k) for x, k in zip(X, kernels)) for kernels in K])
