# says: Your result has a row and a column too many. The last stamp starts at row H - 1 and ends at row H + h - 2: that makes
#   H + h - 1 rows.
# fails: overlap, orientation, rectangular, dtype, purity
import torch


def trans_conv(X, K):
    h, w = K.shape
    Y = torch.zeros(X.shape[0] + h, X.shape[1] + w)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            Y[i : i + h, j : j + w] += X[i, j] * K
    return Y
