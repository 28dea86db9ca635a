# says: Your function refuses kernels that are larger than the image, although any two sizes fit together.
# fails: overlap, orientation, rectangular, dtype, purity
import torch


def trans_conv(X, K):
    X, K = X.double(), K.double()
    (H, W), (h, w) = X.shape, K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    Y = torch.zeros(H + h - 1, W + w - 1, dtype=torch.float64)
    for i in range(H):
        for j in range(W):
            Y[i : i + h, j : j + w] += X[i, j] * K
    return Y
