# says: Your function computes the result but does not return it: the last line should be `return Y`.
# fails: overlap, orientation, rectangular, dtype, purity
import torch


def trans_conv(X, K):
    h, w = K.shape
    Y = torch.zeros(X.shape[0] + h - 1, X.shape[1] + w - 1)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            Y[i : i + h, j : j + w] += X[i, j] * K
    print(Y)
