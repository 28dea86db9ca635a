# says: Your loops stop one row and one column early: the last pixels never stamp. `range(n)` already ends at n - 1.
# fails: overlap, orientation, rectangular, dtype, purity
import torch


def trans_conv(X, K):
    h, w = K.shape
    Y = torch.zeros(X.shape[0] + h - 1, X.shape[1] + w - 1)
    for i in range(X.shape[0] - 1):
        for j in range(X.shape[1] - 1):
            Y[i : i + h, j : j + w] += X[i, j] * K
    return Y
