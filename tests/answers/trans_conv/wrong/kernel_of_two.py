# says: Your function takes every kernel for a 2×2 one. Its size is in `K.shape`.
# fails: overlap, orientation, rectangular, dtype, purity
import torch


def trans_conv(X, K):
    Y = torch.zeros(X.shape[0] + 1, X.shape[1] + 1)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            Y[i : i + 2, j : j + 2] += X[i, j] * K
    return Y
