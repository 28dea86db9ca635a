# says: Your function raises the right error, but its message does not name the shapes.
# fails: errors
import torch
from d2l import torch as d2l


def corr2d_multi_in_out(X, K):
    if X.shape[0] != K.shape[1] or K.shape[2] > X.shape[1] or K.shape[3] > X.shape[2]:
        raise ValueError("shapes do not match")
    return torch.stack([sum(d2l.corr2d(x, k) for x, k in zip(X, kernels)) for kernels in K])
