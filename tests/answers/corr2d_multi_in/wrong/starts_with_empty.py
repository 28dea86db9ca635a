# says: Your function adds to `torch.empty`, memory that nothing was written to: what was there by chance is part of the result.
# fails: channels, sizes, errors
import torch


def corr2d_multi_in(X, K):
    (C, H, W), (D, h, w) = X.shape, K.shape
    if C != D or h > H or w > W:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    Y = torch.empty(H - h + 1, W - w + 1)
    for a in range(h):
        for b in range(w):
            Y += (X[:, a : a + H - h + 1, b : b + W - w + 1] * K[:, a : a + 1, b : b + 1]).sum(dim=0)
    return Y
