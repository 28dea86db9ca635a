# says: Your result is one row and one column short: there are H − h + 1 places, not H − h.
# fails: orientation, rectangular, dtype, purity, errors
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    Y = torch.zeros(H - h, W - w)
    for i in range(H - h):
        for j in range(W - w):
            Y[i, j] = (X[i : i + h, j : j + w].double() * K).sum()
    return Y
