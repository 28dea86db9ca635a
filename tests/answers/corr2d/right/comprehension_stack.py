# says: One window sum at a time, stacked to rows, and the rows stacked.
import torch


def window_dot(X, K, i, j):
    h, w = K.shape
    return torch.sum(X[i : i + h, j : j + w].double() * K)


def corr2d(X, K):
    (H, W), (h, w) = X.shape, K.shape
    if not (h <= H and w <= W):
        raise ValueError(f"shapes do not fit: image {X.shape}, kernel {K.shape}")
    return torch.stack([torch.stack([window_dot(X, K, i, j) for j in range(W - w + 1)]) for i in range(H - h + 1)])
