# says: Loops over the places of the window and cuts it out of all channels at once.
import torch


def corr2d_multi_in(X, K):
    C, H, W = X.shape
    D, h, w = K.shape
    if C != D:
        raise ValueError(f"{C} channels and {D} kernels: X is {tuple(X.shape)}, K is {tuple(K.shape)}")
    if h > H or w > W:
        raise ValueError(f"no room for K {tuple(K.shape)} in X {tuple(X.shape)}")
    Y = torch.empty(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = torch.sum(X[:, i : i + h, j : j + w] * K)
    return Y
