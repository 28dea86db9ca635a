# says: Your function flips the kernel inside the caller's own tensor. Flip a copy: `K.flip(0, 1)` already is one.
# fails: purity
import torch
from torch.nn import functional as F


def trans_conv(X, K):
    X, K = (part if part.is_floating_point() else part.double() for part in (X, K))
    h, w = K.shape
    K[:] = K.flip(0, 1)
    padded = F.pad(X, (w - 1, w - 1, h - 1, h - 1))
    Y = torch.zeros(X.shape[0] + h - 1, X.shape[1] + w - 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (padded[i : i + h, j : j + w] * K).sum()
    return Y
