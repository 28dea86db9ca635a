# says: Your function lets a single kernel stretch over all channels: broadcasting hides that kernels are missing.
# fails: errors
import torch


def corr2d_multi_in_out(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if D not in (1, C) or h > H or w > W:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    Y = torch.empty(n, H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[:, i, j] = (X[:, i : i + h, j : j + w] * K).sum(dim=(1, 2, 3))
    return Y
