# says: In your function pixel (i, j) stamps at row j, column i. It has to be row i, column j.
# fails: orientation, rectangular
import torch


def trans_conv(X, K):
    X, K = (part if part.is_floating_point() else part.double() for part in (X, K))
    h, w = K.shape
    Y = torch.zeros(X.shape[0] + h - 1, X.shape[1] + w - 1)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            Y[j : j + h, i : i + w] += X[i, j] * K
    return Y
