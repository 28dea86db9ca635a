# says: Your function adds to `torch.empty`, memory that nothing was written to: what was there by chance is part of the result.
# fails: overlap, orientation, rectangular, dtype, purity
import torch


def trans_conv(X, K):
    X, K = X.double(), K.double()
    (H, W), (h, w) = X.shape, K.shape
    Y = torch.empty(H + h - 1, W + w - 1, dtype=torch.float64)
    for i in range(H):
        for j in range(W):
            Y[i : i + h, j : j + w] += X[i, j] * K
    return Y
