# says: Your function multiplies bytes by bytes, and the product is a byte again: 200 · 2 becomes 144.
# fails: dtype
import torch


def trans_conv(X, K):
    (H, W), (h, w) = X.shape, K.shape
    Y = torch.zeros(H + h - 1, W + w - 1, dtype=torch.float64)
    for i in range(H):
        for j in range(W):
            Y[i : i + h, j : j + w] += X[i : i + 1, j : j + 1] * K
    return Y
