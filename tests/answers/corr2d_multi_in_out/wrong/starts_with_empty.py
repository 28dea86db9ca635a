# says: Your function adds to `torch.empty`, memory that nothing was written to: what was there by chance is part of the result.
# fails: filters, sizes, errors
import torch


def corr2d_multi_in_out(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if C != D or h > H or w > W:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    Y = torch.empty(n, H - h + 1, W - w + 1)
    for a in range(h):
        for b in range(w):
            Y += torch.tensordot(K[:, :, a, b], X[:, a : a + H - h + 1, b : b + W - w + 1], dims=1)
    return Y
