# says: Your function divides the sum by h + w; a window of h×w has h·w values. For 2×2 that happens to be the same.
# fails: average, dtype
import torch


def pool2d(X, pool_size, mode="max"):
    H, W = X.shape
    h, w = pool_size
    if mode not in ("max", "avg"):
        raise ValueError(f"unknown mode {mode}")
    if h > H or w > W:
        raise ValueError(f"window {(h, w)} does not fit into image {(H, W)}")
    X = X.to(torch.float64)
    Y = torch.zeros((H - h + 1, W - w + 1), dtype=torch.float64)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            window = X[i : i + h, j : j + w]
            if mode == "max":
                Y[i, j] = window.max()
            else:
                Y[i, j] = window.sum() / (h + w)
    return Y
