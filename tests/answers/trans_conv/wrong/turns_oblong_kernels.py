# says: Your function turns kernels by 180° unless they are square.
# fails: orientation
import torch


def trans_conv(X, K):
    X, K = X.double(), K.double()
    (H, W), (h, w) = X.shape, K.shape
    if h != w:
        K = K.flip(0, 1)
    Y = torch.zeros(H + h - 1, W + w - 1, dtype=torch.float64)
    for i in range(H):
        for j in range(W):
            Y[i : i + h, j : j + w] += X[i, j] * K
    return Y
