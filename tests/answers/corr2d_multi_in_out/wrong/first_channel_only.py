# says: Your function looks at channel 0 alone; every filter reads all channels.
# fails: filters
import torch
from d2l import torch as d2l


def corr2d_multi_in_out(X, K):
    if X.shape[0] != K.shape[1] or K.shape[2] > X.shape[1] or K.shape[3] > X.shape[2]:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    return torch.stack([d2l.corr2d(X[0], kernels[0]) for kernels in K])
