# says: Your function multiplies the window in place (`*=`), which writes the products into the image itself.
# fails: orientation, rectangular, dtype, purity, errors
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    Y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            patch = X[i : i + h, j : j + w]
            patch *= K
            Y[i, j] = patch.sum()
    return Y
