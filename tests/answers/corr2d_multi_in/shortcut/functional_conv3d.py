# says: Your function calls PyTorch's three-dimensional convolution: the channels are its depth.
import torch


def corr2d_multi_in(X, K):
    if X.shape[0] != K.shape[0] or K.shape[1] > X.shape[1] or K.shape[2] > X.shape[2]:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    return torch.conv3d(X[None, None], K[None, None])[0, 0, 0]
