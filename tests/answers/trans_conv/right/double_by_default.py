# says: The notebook's way, in a notebook whose numbers are double by default.
import torch

torch.set_default_dtype(torch.float64)


def trans_conv(X, K):
    X, K = X.double(), K.double()
    H, W = X.shape
    h, w = K.shape
    Y = torch.zeros((H + h - 1, W + w - 1), dtype=torch.result_type(X, K))
    for i in range(H):
        for j in range(W):
            Y[i : i + h, j : j + w] += X[i, j] * K
    return Y
