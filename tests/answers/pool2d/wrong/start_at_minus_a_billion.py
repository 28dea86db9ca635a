# says: Your function starts each maximum at -1e9 and takes only what is larger. Darker windows all give -1e9: start at minus infinity, or at the first pixel.
# fails: max
import torch


def pool2d(X, pool_size, mode="max"):
    H, W = X.shape
    h, w = pool_size
    if mode not in ("max", "avg"):
        raise ValueError(f"unknown mode {mode}")
    if h > H or w > W:
        raise ValueError(f"window {(h, w)} does not fit into image {(H, W)}")
    Y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            best, total = -1e9, 0
            for a in range(h):
                for b in range(w):
                    value = X[i + a, j + b].item()
                    total += value
                    if value > best:
                        best = value
            Y[i, j] = best if mode == "max" else total / (h * w)
    return Y
