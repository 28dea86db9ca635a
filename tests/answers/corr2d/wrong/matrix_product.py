# says: Your function multiplies window and kernel as matrices (`@`); what is meant is number by number (`*`).
# fails: orientation, rectangular
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    X, K = X.double(), K.double()
    Y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = torch.trace(X[i : i + h, j : j + w] @ K)
    return Y
