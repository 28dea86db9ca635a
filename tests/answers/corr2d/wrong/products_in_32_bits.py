# says: Your function turns whole numbers into 32-bit ones, whose products end at 2147483647: larger ones come out wrong.
# fails: dtype
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    if not X.is_floating_point() and not K.is_floating_point():
        X, K = X.to(torch.int32), K.to(torch.int32)
    Y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y
