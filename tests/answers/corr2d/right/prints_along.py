# says: Your function prints what it computes on the way, and returns the right result.
import torch


def corr2d(X, K):
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    h, w = K.shape
    print("image", X, "kernel", repr(K))
    Y = torch.zeros(X.shape[0] - h + 1, X.shape[1] - w + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            window = X[i : i + h, j : j + w]
            Y[i, j] = (window.double() * K).sum()
    print(f"result {Y} of type {Y.dtype}, its first value {Y[0, 0]}")
    return Y
