# says: Your function turns negative sums into 0: that is an activation, which comes after a convolution.
# fails: orientation
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    Y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = max(0, (X[i : i + h, j : j + w].double() * K).sum())
    return Y
