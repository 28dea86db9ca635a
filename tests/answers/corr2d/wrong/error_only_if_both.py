# says: Your function complains only when the kernel is too high and too wide at once (`and` where `or` is meant).
# fails: errors
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H and w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    Y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = (X[i : i + h, j : j + w].double() * K).sum()
    return Y
