# says: Your result is as large as the image: the window hangs over the border, where it has no pixels.
# fails: orientation, rectangular, dtype, purity, errors
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    Y = torch.zeros(H, W)
    for i in range(H):
        for j in range(W):
            window = X[i : i + h, j : j + w]
            Y[i, j] = (window * K[: window.shape[0], : window.shape[1]]).sum()
    return Y
