# says: Your function multiplies the kernel in place when it holds whole numbers: afterwards the caller has another kernel.
# fails: purity
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    Y = torch.zeros(H - h + 1, W - w + 1, dtype=torch.float64)
    if K.is_floating_point():
        K = K.clone()
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = (X[i : i + h, j : j + w].double() * K.double()).sum()
    K *= 2
    return Y
