# says: Where stamps overlap your function takes their average. They have to be added up, not averaged.
# fails: overlap, orientation, rectangular
import torch


def trans_conv(X, K):
    X, K = (part if part.is_floating_point() else part.double() for part in (X, K))
    h, w = K.shape
    Y = torch.zeros(X.shape[0] + h - 1, X.shape[1] + w - 1)
    count = torch.zeros_like(Y)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            Y[i : i + h, j : j + w] += X[i, j] * K
            count[i : i + h, j : j + w] += 1
    return Y / count
