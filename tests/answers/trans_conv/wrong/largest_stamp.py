# says: Where stamps overlap your function keeps the largest value. They have to be added up.
# fails: overlap
import torch


def trans_conv(X, K):
    X, K = (part if part.is_floating_point() else part.double() for part in (X, K))
    h, w = K.shape
    Y = torch.full((X.shape[0] + h - 1, X.shape[1] + w - 1), float("-inf"))
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            Y[i : i + h, j : j + w] = torch.maximum(Y[i : i + h, j : j + w], X[i, j] * K)
    return Y.nan_to_num(neginf=0.0)
