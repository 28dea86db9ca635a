# says: Your function flips the kernel in both directions before it multiplies: that is the mathematician's convolution.
# fails: orientation
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    K = K.flip(0, 1)
    Y = torch.zeros((H - h + 1, W - w + 1), dtype=torch.float64)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = (X[i : i + h, j : j + w].double() * K).sum()
    return Y
