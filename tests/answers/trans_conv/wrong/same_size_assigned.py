# says: Your function replaces instead of adding where the kernel is as large as the image.
# fails: overlap
import torch


def trans_conv(X, K):
    X, K = X.double(), K.double()
    (H, W), (h, w) = X.shape, K.shape
    Y = torch.zeros(H + h - 1, W + w - 1, dtype=torch.float64)
    for i in range(H):
        for j in range(W):
            if X.shape == K.shape:
                Y[i : i + h, j : j + w] = X[i, j] * K
            else:
                Y[i : i + h, j : j + w] += X[i, j] * K
    return Y
