# says: Stamps the kernel for each pixel, in two loops.
import torch


def trans_conv(X, K):
    h, w = K.shape
    Y = torch.zeros(X.shape[0] + h - 1, X.shape[1] + w - 1)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            Y[i : i + h, j : j + w] += float(X[i, j]) * K.float()
    return Y
