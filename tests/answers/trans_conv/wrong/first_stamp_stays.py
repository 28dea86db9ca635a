# says: Your function stamps only where the sheet is still empty, so the second stamp is lost where two overlap. They have to be added up.
# fails: overlap
import torch


def trans_conv(X, K):
    X, K = (part if part.is_floating_point() else part.double() for part in (X, K))
    h, w = K.shape
    Y = torch.zeros(X.shape[0] + h - 1, X.shape[1] + w - 1)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            part = Y[i : i + h, j : j + w]
            Y[i : i + h, j : j + w] = torch.where(part == 0, X[i, j] * K, part)
    return Y
