# says: Lays a strided view with one dimension for each window index over the image.
import torch


def pool2d(X, pool_size, mode="max"):
    H, W = X.shape
    h, w = pool_size
    if h > H or w > W:
        raise ValueError(f"{(h, w)} is too large for {(H, W)}")
    X = X.double()
    down, right = X.stride()
    windows = torch.as_strided(X, (H - h + 1, W - w + 1, h, w), (down, right, down, right), X.storage_offset())
    windows = windows.flatten(2)
    if mode == "max":
        return windows.max(dim=2)[0]
    elif mode == "avg":
        return windows.mean(dim=2)
    raise ValueError(f"mode must be max or avg, got {mode}")
