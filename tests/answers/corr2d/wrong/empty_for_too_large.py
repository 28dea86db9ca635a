# says: For a kernel that is too large your function returns an empty result; it should raise ValueError.
# fails: errors
import torch


def corr2d(X, K):
    h, w = K.shape
    rows, columns = max(0, X.shape[0] - h + 1), max(0, X.shape[1] - w + 1)
    Y = torch.zeros(rows, columns)
    for i in range(rows):
        for j in range(columns):
            Y[i, j] = (X[i : i + h, j : j + w].double() * K).sum()
    return Y
