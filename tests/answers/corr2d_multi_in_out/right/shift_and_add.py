# says: Loops over the few places in the kernel: each shifts the whole image, mixes its channels and adds.
import torch


def corr2d_multi_in_out(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if C != D or h > H or w > W:
        raise ValueError(f"shapes {tuple(X.shape)} and {tuple(K.shape)} do not match")
    rows, columns = H - h + 1, W - w + 1
    Y = torch.zeros(n, rows, columns)
    for a in range(h):
        for b in range(w):
            Y += torch.tensordot(K[:, :, a, b], X[:, a : a + rows, b : b + columns], dims=1)
    return Y
