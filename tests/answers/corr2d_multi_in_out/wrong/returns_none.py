# says: Your function answers bad arguments with a printed line and None; nobody can catch that. Raise a ValueError.
# fails: errors
import torch
from d2l import torch as d2l


def corr2d_multi_in_out(X, K):
    if X.shape[0] != K.shape[1] or K.shape[2] > X.shape[1] or K.shape[3] > X.shape[2]:
        print(f"error: {tuple(X.shape)} does not go with {tuple(K.shape)}")
        return None
    return torch.stack([sum(d2l.corr2d(x, k) for x, k in zip(X, kernels)) for kernels in K])
