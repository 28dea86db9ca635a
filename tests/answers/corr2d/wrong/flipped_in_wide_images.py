# says: Your function turns the kernel when the image is wider or higher than it is high or wide.
# fails: orientation
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    X, K = X.double(), K.double()
    if H != W and h == w:
        K = K.flip(0, 1)
    Y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y
