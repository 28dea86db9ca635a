# says: Your error message does not say which shapes did not fit.
# fails: errors
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError("the kernel is larger than the image")
    Y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = (X[i : i + h, j : j + w].double() * K).sum()
    return Y
