# says: Takes means from a table of running sums (four corners each) and maxima from sorted windows.
import torch


def pool2d(X, pool_size, mode="max"):
    (H, W), (h, w) = X.shape, pool_size
    if mode != "max" and mode != "avg":
        raise ValueError(f"mode {mode}")
    if h > H or w > W:
        raise ValueError(f"window {(h, w)}, image {(H, W)}")
    if mode == "avg":
        table = torch.zeros(H + 1, W + 1, dtype=torch.float64)
        table[1:, 1:] = X.double().cumsum(0).cumsum(1)
        return (table[h:, w:] - table[:-h, w:] - table[h:, :-w] + table[:-h, :-w]) / (h * w)
    Y = torch.empty(H - h + 1, W - w + 1, dtype=X.dtype)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = X[i : i + h, j : j + w].flatten().sort().values[-1]
    return Y
