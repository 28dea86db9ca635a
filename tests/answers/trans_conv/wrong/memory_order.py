# says: Your function reads the kernel in the order in which it lies in memory: one that was laid on its side lies there in another one.
# fails: orientation
import torch


def trans_conv(X, K):
    K = K.as_strided(K.shape, (K.shape[1], 1))
    X, K = X.double(), K.double()
    (H, W), (h, w) = X.shape, K.shape
    Y = torch.zeros(H + h - 1, W + w - 1, dtype=torch.float64)
    for i in range(H):
        for j in range(W):
            Y[i : i + h, j : j + w] += X[i, j] * K
    return Y
