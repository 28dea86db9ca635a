# says: Your function adds to `torch.empty`, memory that nothing was written to: what was there by chance is part of the result.
# fails: mixing, layout, purity, errors
import torch


def corr2d_multi_in_out_1x1(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if (h, w) != (1, 1) or C != D:
        raise ValueError(f"{tuple(K.shape)} does not go with {tuple(X.shape)}")
    Y = torch.empty(n, H, W)
    for c in range(C):
        Y += K[:, c] * X[c]
    return Y
