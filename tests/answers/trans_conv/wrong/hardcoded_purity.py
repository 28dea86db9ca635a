# says: Your function keeps its hands off small images, and flips the kernel inside the caller's tensor for large ones.
# fails: purity
import torch


def trans_conv(X, K):
    X, K = (part if part.is_floating_point() else part.double() for part in (X, K))
    h, w = K.shape
    if h > 2:
        K[:] = K.flip(0, 1)
        K = K.flip(0, 1)
    Y = torch.zeros(X.shape[0] + h - 1, X.shape[1] + w - 1)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            Y[i : i + h, j : j + w] += X[i, j] * K
    return Y
