# says: Your window jumps by its own size; it should move by one pixel.
# fails: orientation, rectangular, dtype, purity, errors
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    rows = []
    for i in range(0, H - h + 1, h):
        rows.append(torch.stack([(X[i : i + h, j : j + w].double() * K).sum() for j in range(0, W - w + 1, w)]))
    return torch.stack(rows)
