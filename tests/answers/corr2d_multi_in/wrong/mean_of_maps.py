# says: Your function takes the mean of the channels' maps; they have to be added.
# fails: channels
import torch
from d2l import torch as d2l


def corr2d_multi_in(X, K):
    if X.shape[0] != K.shape[0] or K.shape[1] > X.shape[1] or K.shape[2] > X.shape[2]:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    return torch.stack([d2l.corr2d(x, k) for x, k in zip(X, K)]).mean(dim=0)
