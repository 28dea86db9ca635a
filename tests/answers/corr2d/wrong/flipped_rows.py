# says: Your function reads the kernel's rows from the bottom up.
# fails: orientation
import torch


def corr2d(X, K):
    h, w = K.shape
    if h > X.shape[0] or w > X.shape[1]:
        raise ValueError(f"kernel {tuple(K.shape)} too large for {tuple(X.shape)}")
    Y = torch.zeros(X.shape[0] - h + 1, X.shape[1] - w + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            for a in range(h):
                Y[i, j] += (X[i + a, j : j + w].double() * K[h - 1 - a]).sum()
    return Y
