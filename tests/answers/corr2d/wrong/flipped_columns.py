# says: Your function reads the kernel's columns from right to left.
# fails: orientation
import torch


def corr2d(X, K):
    h, w = K.shape
    if h > X.shape[0] or w > X.shape[1]:
        raise ValueError(f"kernel {tuple(K.shape)} too large for {tuple(X.shape)}")
    Y = torch.zeros(X.shape[0] - h + 1, X.shape[1] - w + 1)
    for a in range(h):
        for b in range(w):
            Y += X[a : a + Y.shape[0], b : b + Y.shape[1]].double() * K[a, -1 - b]
    return Y
