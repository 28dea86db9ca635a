# says: Your function refuses kernels that fit: it compares the longest side of the kernel with the shortest of the image.
# fails: rectangular
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if max(h, w) > min(H, W):
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    X, K = X.double(), K.double()
    Y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y
