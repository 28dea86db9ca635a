# says: Makes the intermediate sheet of each pixel, as in the picture, and sums them.
import torch


def sheet(X, K, i, j):
    result = torch.zeros(X.shape[0] + K.shape[0] - 1, X.shape[1] + K.shape[1] - 1)
    result[i : i + K.shape[0], j : j + K.shape[1]] = X[i, j].double() * K.double()
    return result


def trans_conv(X, K):
    return torch.stack([sheet(X, K, i, j) for i in range(X.shape[0]) for j in range(X.shape[1])]).sum(0)
