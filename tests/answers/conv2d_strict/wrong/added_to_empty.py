# says: Your function adds to memory that nothing was written to (`torch.empty`): what lies there joins each sum.
# fails: flip, rectangular, purity
import torch


def conv2d_strict(X, K):
    (H, W), (h, w) = X.shape, K.shape
    Y = torch.empty(H - h + 1, W - w + 1)
    for a in range(h):
        for b in range(w):
            Y += X[a : a + H - h + 1, b : b + W - w + 1] * K[h - 1 - a, w - 1 - b]
    return Y
