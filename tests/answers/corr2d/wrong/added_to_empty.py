# says: Your function adds each window to memory that nothing was written to (`torch.empty`): what lies there joins the sum.
# fails: orientation, rectangular, dtype, purity, errors
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    X, K = X.double(), K.double()
    Y = torch.empty(H - h + 1, W - w + 1, dtype=torch.float64)
    for a in range(h):
        for b in range(w):
            Y += X[a : a + H - h + 1, b : b + W - w + 1] * K[a, b]
    return Y
