# says: Your function compares the channels, but not whether the kernels fit into the image.
# fails: errors
import torch
from d2l import torch as d2l


def corr2d_multi_in_out(X, K):
    if X.shape[0] != K.shape[1]:
        raise ValueError(f"{tuple(X.shape)} and {tuple(K.shape)}: channels differ")
    return torch.stack([sum(d2l.corr2d(x, k) for x, k in zip(X, kernels)) for kernels in K])
