# says: Your function refuses a kernel that is as large as the image; it fits, in exactly one place.
# fails: errors
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h >= H and w >= W or h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is too large for the image {(H, W)}")
    Y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = (X[i : i + h, j : j + w].double() * K).sum()
    return Y
